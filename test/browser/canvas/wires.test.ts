/// <reference lib="dom" />
import assert from "node:assert/strict";
import { component, fn, from, input, output, stateOf } from "../../../webview/dev/build-graph.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

const text = component("Textbox", { label: "Text" });
const step = (name: string, ...sources: readonly string[]) =>
  fn(
    name,
    sources.length > 0
      ? sources.map((source, index) => from(`text${index}`, source, "text"))
      : [input("text", `${name}.text`, text)],
    [output("text", text)],
  );

describe("wires", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  /** Which wires pass behind which cards, other than those that they join. */
  const hidden = () =>
    canvas.page.evaluate(() => {
      const cards = [...document.querySelectorAll<HTMLElement>(".svelte-flow__node")].map((card) => ({
        id: card.dataset["id"],
        box: card.getBoundingClientRect(),
      }));
      return [...document.querySelectorAll<SVGPathElement>(".svelte-flow__edge-path")].flatMap((path) => {
        const matrix = path.getScreenCTM()!;
        const title = path.closest("g")?.querySelector("title")?.textContent ?? "";
        const points = Array.from({ length: 200 }, (_, index) =>
          path.getPointAtLength((path.getTotalLength() * index) / 199).matrixTransform(matrix),
        );
        return cards
          .filter(({ box }) =>
            points.some(
              ({ x, y }) => x > box.left + 8 && x < box.right - 8 && y > box.top + 1 && y < box.bottom - 1,
            ),
          )
          .map(({ id }) => `${title} behind ${id}`);
      });
    });

  it("pass cards that stand between those that they join, also after one was dragged there", async () => {
    canvas = await open("empty", { width: 1900, height: 900 });
    const nodes = [
      step("one"),
      step("two", "one"),
      step("three", "two"),
      step("four", "three", "one", "two"),
    ];
    await canvas.show({
      ...stateOf({ name: "Wires", nodes }),
      positions: Object.fromEntries(
        ["one.text", "one", "two", "three", "four"].map((id, index) => [id, { x: index * 370, y: 300 }]),
      ),
      view: { x: 40, y: 40, zoom: 0.9 },
    });
    await canvas.card("four").waitFor();
    await eventually("no wire is behind a card", async () => assert.deepEqual(await hidden(), []));

    // Into the way of the wires that pass below or above it.
    for (const by of [150, -320]) {
      const { x, y } = (await canvas.card("three").boundingBox())!;
      await canvas.page.mouse.move(x + 150, y + 10);
      await canvas.page.mouse.down();
      await canvas.page.mouse.move(x + 150, y + 10 + by, { steps: 5 });
      await canvas.page.mouse.up();
      await eventually("the card was moved", async () =>
        assert.ok((await canvas.last("move"))?.positions["three"]),
      );
      await eventually("no wire is behind a card", async () => assert.deepEqual(await hidden(), []));
    }
  });
});
