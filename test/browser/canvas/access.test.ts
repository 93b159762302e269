/// <reference lib="dom" />
import assert from "node:assert/strict";
import { eventually } from "../../support/eventually.ts";
import { seriousFaults } from "./axe.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

describe("access to the canvas", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  for (const theme of ["dark", "light", "hc-dark", "hc-light"]) {
    it(`has no serious fault in ${theme}`, async () => {
      canvas = await open("podcast", { theme });
      await canvas.card("hostVoice").getByText("0:07").waitFor();
      assert.deepEqual(await seriousFaults(canvas.page), []);
    });

    it(`has no serious fault in any component in ${theme}`, async () => {
      canvas = await open("components", { theme, width: 3700, height: 2600 });
      await canvas.card("show Audio").getByText("0:07").waitFor();
      await canvas.card("show Code").getByText("politely").waitFor();
      assert.deepEqual(await seriousFaults(canvas.page), []);
    });
  }

  it("can be used by the keyboard alone", async () => {
    canvas = await open("podcast");
    const { page } = canvas;
    await canvas.card("painter").focus();
    await page.keyboard.press("Enter");
    await eventually("the card is selected", async () =>
      assert.match((await canvas.card("painter").getAttribute("class")) ?? "", /selected/),
    );
    await page.keyboard.press("ArrowRight");
    await eventually("the host is told the place", async () =>
      assert.ok((await canvas.last("move"))?.positions["painter"]),
    );
    await page.keyboard.press("Shift+Enter");
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "painter", mode: "to-here" });
    await canvas.card("painter").getByRole("button", { name: "Ways to run painter" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "painter", mode: "to-here" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor({ state: "detached" });
  });

  it("tells the graph as a list", async () => {
    canvas = await open("podcast");
    const list = canvas.page.getByRole("navigation", { name: "The graph as a list" });
    await list.getByText("painter", { exact: true }).waitFor({ state: "attached" });
    const summary = list.getByRole("button", { name: /^summary/ });
    assert.match((await summary.textContent()) ?? "", /Hugging Face model.*Failed.*From cutout, narrate/s);
  });

  it("names every field by its label", async () => {
    canvas = await open("components", { width: 3700, height: 2600 });
    for (const [role, name] of [
      ["textbox", "Textbox"],
      ["textbox", "TextArea"],
      ["textbox", "Number"],
      ["slider", "Slider"],
      ["checkbox", "Checkbox"],
      ["combobox", "Dropdown"],
      ["radiogroup", "Radio"],
    ] as const)
      await canvas.card(`show ${name}.value`).getByRole(role, { name, exact: true }).waitFor();
  });

  it("moves nothing for ever where people ask for less motion", async () => {
    canvas = await open("podcast");
    const endless = () =>
      canvas.page.evaluate(
        () =>
          [document, ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
            .flatMap((root) => root.getAnimations())
            .filter((animation) => animation.effect?.getComputedTiming().iterations === Infinity).length,
      );
    assert.ok((await endless()) > 0, "something runs, and says so by moving");
    await canvas.page.emulateMedia({ reducedMotion: "reduce" });
    await eventually("nothing moves for ever", async () => assert.equal(await endless(), 0));
  });
});
