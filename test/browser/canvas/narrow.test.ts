/// <reference lib="dom" />
import assert from "node:assert/strict";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

const width = 400;
const height = 720;

describe("a canvas of 400 pixels", function () {
  this.timeout(60_000);
  const openCanvas = playedCanvas();
  let canvas: CanvasPage;

  const open = async (sample: string) => {
    canvas = await openCanvas(sample, { width, height });
    return canvas.page;
  };
  const button = (name: string | RegExp) => canvas.page.getByRole("button", { name });

  /** Goes to a card through the search, as a person does who does not see it. */
  async function find(name: string): Promise<void> {
    await button("Find node").click();
    await canvas.page.getByRole("combobox", { name: "Find a node" }).fill(name);
    await canvas.page.keyboard.press("Enter");
    await canvas.page.locator(".svelte-flow__node.selected").waitFor();
  }

  /**
   * The controls that cannot be used because the edge of the canvas cuts them off or something covers them. Looks at the
   * controls over the graph, or at those inside one part of the page. Controls that a list can scroll into view are scrolled to.
   */
  async function unreachable(inside?: string): Promise<string[]> {
    return canvas.page.evaluate((root) => {
      const parts = root
        ? [...document.querySelectorAll(root)]
        : [...document.querySelectorAll(".app > :not(.flow):not(.unseen), .svelte-flow__panel")];
      const controls = parts.flatMap((part) => [
        ...part.querySelectorAll<HTMLElement>("button, input, a, select, [role=tab], [role=option]"),
      ]);
      return controls.flatMap((control) => {
        if (!control.checkVisibility()) return [];
        const scroller = control.closest(".scroll, [role=listbox], [role=menu], ol");
        if (scroller && scroller.scrollHeight > scroller.clientHeight)
          control.scrollIntoView({ block: "nearest" });
        const box = control.getBoundingClientRect();
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const cut = box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
        const name = control.getAttribute("aria-label") ?? control.textContent?.trim() ?? control.tagName;
        if (cut) return [`${name} is cut off at ${Math.round(box.left)}…${Math.round(box.right)}`];
        if (hit && (control.contains(hit) || hit.contains(control))) return [];
        return [`${name} is covered by ${hit?.outerHTML.slice(0, 80)}`];
      });
    }, inside);
  }

  /** Checks that every control can be used, and that the page does not scroll sideways. */
  async function fits(): Promise<void> {
    assert.deepEqual(await unreachable(), []);
    assert.equal(await canvas.page.evaluate(() => document.documentElement.scrollWidth), width);
  }

  for (const sample of ["podcast", "load-failed", "notices", "snapshot", "untrusted", "300"]) {
    it(`has everything of '${sample}' in reach`, async () => {
      await open(sample);
      await fits();
    });
  }

  it("says on an empty canvas what to do", async () => {
    const page = await open("empty");
    await page.getByRole("heading", { name: "Nothing to show yet" }).waitFor();
    await fits();
  });

  it("begins in a size in which cards can be read", async () => {
    const page = await open("podcast");
    const zoom = await page
      .locator(".svelte-flow__viewport")
      .evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);
    assert.ok(zoom >= 0.8, `cards are drawn at ${zoom}`);
  });

  it("types, runs and shows", async () => {
    const page = await open("podcast");
    await find("Prompt");
    await canvas.card("painter.prompt").locator("textarea").fill("A fox");
    await find("painter");
    await eventually("the whole card is in view", async () => {
      const box = await canvas.card("painter").boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    });
    await canvas.card("painter").getByRole("button", { name: "Run painter", exact: true }).click();
    await eventually("the run was asked for", async () =>
      assert.equal((await canvas.last("run"))?.node, "painter"),
    );
    assert.equal((await canvas.last("set-input"))?.value, "A fox");
    await canvas.card("painter").locator("img").waitFor();
    await page.getByRole("button", { name: "Stop all" }).click();
    assert.ok(await canvas.last("stop"));
  });

  it("opens menus inside the canvas", async () => {
    const page = await open("podcast");
    await find("painter");
    for (const name of ["Ways to run painter", "More for painter", "Ways to run all", /^Episode 12/]) {
      await button(name).click();
      await page.getByRole("menu").waitFor();
      assert.deepEqual(await unreachable("[role=menu]"), [], String(name));
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "detached" });
    }
  });

  it("asks for a sheet's name", async () => {
    const page = await open("podcast");
    await button(/^Episode 12/).click();
    await page.getByRole("menuitem", { name: "New sheet…" }).click();
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await unreachable("dialog"), []);
    await page.getByRole("dialog").locator("input").fill("Narrow");
    await page.keyboard.press("Enter");
    await eventually("the sheet was asked for", async () =>
      assert.equal((await canvas.last("create-sheet"))?.name, "Narrow"),
    );
  });

  it("shows details, the list, the search and the shortcuts inside the canvas", async () => {
    const page = await open("podcast");
    await find("painter");
    await canvas
      .card("painter")
      .getByRole("button", { name: /show all results of painter/ })
      .click();
    await page.getByRole("region", { name: "Details of painter" }).waitFor();
    assert.deepEqual(await unreachable(".details"), []);
    await page.keyboard.press("Escape");
    await button("The graph as a list").click();
    await button("Close the list").waitFor();
    // Its lines are laid out only when they come into view.
    await eventually("the list is in reach", async () => assert.deepEqual(await unreachable("nav"), []));
    await button("Close the list").click();
    await button("Find node").click();
    await page.getByRole("combobox").waitFor();
    assert.deepEqual(await unreachable("dialog"), []);
    await page.keyboard.press("Escape");
    await button("Keyboard shortcuts").click();
    const dialog = await page.getByRole("dialog").boundingBox();
    assert.ok(dialog && dialog.x >= 0 && dialog.x + dialog.width <= width);
  });
});
