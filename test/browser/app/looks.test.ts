/// <reference lib="dom" />
import assert from "node:assert/strict";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import { seriousFaults } from "../canvas/axe.ts";
import type { CanvasPage } from "../canvas/page.ts";
import { playedCanvas } from "../canvas/played.ts";
import { finished } from "./sample.ts";

const base = finished();
const states = {
  finished: base,
  failed: finished({
    nodes: {
      ...base.nodes,
      writer: {
        ...emptyNode,
        status: "failed",
        failure: { message: "Out of memory.", help: "Try later.", again: [] },
      },
      voice: emptyNode,
    },
  }),
  asking: finished({
    nodes: {
      ...base.nodes,
      writer: { ...emptyNode, status: "running", phase: { kind: "running" }, startedAt: 0 },
      painter: {
        ...emptyNode,
        status: "asking",
        question: { step: "choose-one", message: "Which title?", options: ["The Fox", "Snow"] },
      },
    },
    run: { id: "run", startedAt: 0, running: ["painter", "writer"], waiting: [], done: 1, total: 4 },
  }),
};

describe("the looks of the app view", function () {
  this.timeout(60_000);
  const openPage = playedCanvas();
  let canvas: CanvasPage;

  for (const theme of ["dark", "light", "hc-dark", "hc-light"]) {
    for (const [name, state] of Object.entries(states)) {
      it(`has no serious fault in ${theme} when it is ${name}, in 1200 and 380 pixels`, async () => {
        canvas = await openPage("empty", { theme, width: 1200, height: 800, view: "app" });
        await canvas.show(state);
        await canvas.page.getByRole("heading", { name: "Outputs" }).waitFor();
        assert.deepEqual(await seriousFaults(canvas.page), []);
        await canvas.page.setViewportSize({ width: 380, height: 760 });
        assert.deepEqual(await seriousFaults(canvas.page), []);
      });
    }
  }

  it("stands one below the other in 380 pixels, with Run in reach of all of it", async () => {
    canvas = await openPage("empty", { width: 380, height: 700, view: "app" });
    const { page } = canvas;
    await canvas.show(finished());
    const run = page.getByRole("button", { name: "Run again" });
    const picture = page.getByRole("region", { name: "Picture" });
    await run.waitFor();
    const boxOf = async (part: typeof run) => (await part.boundingBox())!;
    const topic = await boxOf(page.getByRole("textbox", { name: "Topic" }));
    assert.ok(topic.y + topic.height < (await boxOf(picture)).y);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 380);
    const isInView = async () => {
      const { x, y, width, height } = await boxOf(run);
      assert.ok(x >= 0 && x + width <= 380 && y >= 0 && y + height <= 700, JSON.stringify({ x, y }));
    };
    await isInView();
    await page.locator(".app-page").evaluate((form) => form.scrollTo(0, form.scrollHeight));
    await isInView();
    for (const control of await page.getByRole("banner").getByRole("button").all()) {
      const box = await boxOf(control);
      assert.ok(box.x >= 0 && box.x + box.width <= 380);
    }
    await page.getByRole("button", { name: "History" }).click();
    const history = await boxOf(page.getByRole("region", { name: "History" }));
    assert.ok(history.x >= 0 && history.x + history.width <= 380);
  });

  it("stands side by side where there is room, and puts notices above the form", async () => {
    canvas = await openPage("empty", { width: 1200, height: 800, view: "app" });
    const { page } = canvas;
    const notice = { id: "n", level: "warning", text: "The Space was updated.", actions: [] } as const;
    await canvas.show({ ...finished(), notices: [notice], loading: { kind: "snapshot" } });
    const topic = (await page.getByRole("textbox", { name: "Topic" }).boundingBox())!;
    const picture = (await page.getByRole("region", { name: "Picture" }).boundingBox())!;
    assert.ok(topic.x + topic.width < picture.x);
    for (const name of ["Notices", "Stored snapshot"]) {
      const over = (await page.getByLabel(name, { exact: true }).boundingBox())!;
      assert.ok(over.y + over.height <= picture.y, name);
    }
  });
});
