/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { component, fn, from, input, output, stateOf } from "../../../webview/dev/build-graph.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage, OpenOptions } from "./page.ts";
import { playedCanvas } from "./played.ts";

const text = component("Textbox", { label: "Text" });
const step = (name: string, after: readonly string[]) =>
  fn(
    name,
    after.length === 0
      ? [input("topic", `${name}.topic`, text)]
      : after.map((source, index) => from(`text${index}`, source, "text")),
    [output("text", text)],
  );

const graphs: Readonly<Record<string, () => CanvasState>> = {
  "five cards": () =>
    stateOf({
      name: "Chain",
      nodes: [step("one", []), step("two", ["one"]), step("three", ["two"]), step("four", ["three"])],
    }),
  "thirty cards": () =>
    stateOf({
      name: "Thirty",
      nodes: [0, 1, 2, 3, 4].flatMap((row) =>
        [0, 1, 2, 3, 4].map((at) => step(`s${row}${at}`, at === 0 ? [] : [`s${row}${at - 1}`])),
      ),
    }),
  branches: () =>
    stateOf({
      name: "Branches",
      nodes: [
        step("source", []),
        ...["a", "b", "c", "d", "e"].map((name) => step(name, ["source"])),
        step("join", ["a", "b", "c", "d", "e"]),
      ],
    }),
};

describe("what of a graph is in view", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  async function show(graph: string, options: OpenOptions): Promise<void> {
    canvas = await open("empty", options);
    await canvas.show(graphs[graph]!());
    await canvas.page.locator(".svelte-flow__node").first().waitFor();
  }
  const cards = () => canvas.page.locator(".svelte-flow__node");
  const overview = () => canvas.page.getByRole("img", { name: "Overview of the graph" });
  const more = () => canvas.page.getByRole("button", { name: /^\d+ more / });

  /** Which Run buttons cannot be clicked, because something lies over them. */
  const covered = () =>
    canvas.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".svelte-flow__node button[aria-label^=Run]")].flatMap(
        (button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return button.contains(hit) ? [] : [`${button.ariaLabel} by ${hit?.outerHTML.slice(0, 80)}`];
        },
      ),
    );

  for (const width of [400, 600, 1000])
    it(`says in a canvas of ${width} pixels how many cards are not, and shows the overview`, async () => {
      await show("five cards", { width, height: 800 });
      const inside = await cards().evaluateAll(
        (all) =>
          all.filter((card) => {
            const { left, width } = card.getBoundingClientRect();
            return left + width / 2 <= innerWidth;
          }).length,
      );
      assert.ok(inside > 0 && inside < 5);
      assert.deepEqual(await more().allTextContents(), [`${5 - inside} more to the right`]);
      assert.ok(await overview().isVisible());
    });

  it("is all of it where the cards can be read, and nothing is said", async () => {
    await show("five cards", { width: 1400, height: 800 });
    assert.equal(await cards().count(), 5);
    assert.equal(await more().count(), 0);
    // Their text is drawn, as it is not far out.
    await canvas.card("four").getByRole("button", { name: "Run to here four" }).waitFor();
  });

  it("stays all of it when a person asked for that before the cards had their places", async () => {
    const state = graphs["five cards"]!();
    canvas = await open("empty", { width: 520, height: 800 });
    await canvas.show({ ...state, layout: { cards: {} } });
    await canvas.page.getByRole("button", { name: "Show the whole graph" }).click();
    await canvas.emit({ type: "state", state: { layout: state.layout } });
    await eventually("all cards are drawn inside of the page", async () => {
      const boxes = await Promise.all((await cards().all()).map((card) => card.boundingBox()));
      assert.equal(boxes.length, 5);
      for (const box of boxes)
        assert.ok(box && box.x >= 0 && box.x + box.width <= 520, JSON.stringify(boxes));
      assert.ok(boxes[4]!.x > boxes[0]!.x + boxes[0]!.width, "They have their places.");
    });
    assert.equal(await more().count(), 0);
  });

  it("becomes the next card by a click, up to the last one, and back", async () => {
    await show("five cards", { width: 520, height: 800 });
    const right = canvas.page.getByRole("button", { name: /more to the right/ });
    for (const last of ["two", "three", "four"]) {
      await right.click();
      await eventually(`'${last}' is in the middle`, async () => {
        const box = await canvas.card(last).boundingBox();
        assert.ok(box && Math.abs(box.x + box.width / 2 - 260) < 2, JSON.stringify(box));
      });
    }
    await right.waitFor({ state: "detached" });
    await canvas.page.getByRole("button", { name: /more to the left/ }).click();
    await right.waitFor();
  });

  it("is said above and below too", async () => {
    await show("branches", { width: 1400, height: 420 });
    await canvas.page.getByRole("button", { name: "Find node" }).click();
    await canvas.page.getByRole("combobox").fill("c");
    await canvas.page.keyboard.press("Enter");
    await canvas.page.getByRole("button", { name: /more above/ }).waitFor();
    await canvas.page.getByRole("button", { name: /more below/ }).waitFor();
  });

  for (const graph of Object.keys(graphs))
    for (const [width, height] of [
      [400, 720],
      [600, 800],
      [1400, 900],
    ] as const)
      it(`lies behind no overview when all is shown: ${graph}, ${width} × ${height}`, async () => {
        await show(graph, { width, height });
        await canvas.page.getByRole("button", { name: "Show the whole graph" }).click();
        await more().first().waitFor({ state: "detached" });
        await eventually("no card is covered", async () => {
          const [box, ...all] = [await overview().boundingBox(), ...(await cards().all())];
          assert.ok(box && all.length > 0);
          for (const card of all) {
            const { x, y, width, height } = (await card.boundingBox())!;
            const over =
              x < box.x + box.width && x + width > box.x && y < box.y + box.height && y + height > box.y;
            assert.ok(!over, `${await card.getAttribute("data-id")} is behind the overview`);
          }
          assert.deepEqual(await covered(), []);
        });
        assert.deepEqual(canvas.problems, []);
      });

  it("leaves a card's Run free when the card is gone to", async () => {
    for (const [width, height] of [
      [400, 500],
      [600, 460],
      [760, 400],
    ] as const) {
      await show("thirty cards", { width, height });
      await canvas.page.getByRole("button", { name: "Find node" }).click();
      await canvas.page.getByRole("combobox").fill("s44");
      await canvas.page.keyboard.press("Enter");
      await canvas.page.locator(".svelte-flow__node.selected").waitFor();
      await eventually("its button can be clicked", async () =>
        assert.ok(!(await covered()).some((text) => text.includes("s44")), (await covered()).join()),
      );
      await canvas.card("s44").getByRole("button", { name: "Run to here s44" }).click();
      assert.equal((await canvas.last("run"))?.node, "s44");
    }
  });
});
