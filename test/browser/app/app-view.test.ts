/// <reference lib="dom" />
import assert from "node:assert/strict";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import type { CanvasState, NodeState } from "../../../src/runtime/protocol/canvas.ts";
import type { CanvasPage, OpenOptions } from "../canvas/page.ts";
import { eventually } from "../../support/eventually.ts";
import { playedCanvas } from "../canvas/played.ts";
import { finished, story, untouched } from "./sample.ts";

describe("the app view", function () {
  this.timeout(60_000);
  const openPage = playedCanvas();
  let canvas: CanvasPage;

  async function open(state: CanvasState, options: OpenOptions = {}) {
    canvas = await openPage("empty", { width: 1200, height: 800, view: "app", ...options });
    await canvas.show(state);
    await canvas.page.locator(".app-page").waitFor();
    return canvas.page;
  }
  const output = (name: string) => canvas.page.getByRole("region", { name, exact: true });
  const inputs = () => canvas.page.getByRole("region", { name: "Inputs" });
  const fields = () =>
    inputs()
      .locator(".field")
      .evaluateAll((all) => all.map((field) => (field as HTMLElement).dataset["field"]));
  const node = (name: string, state: Partial<NodeState>) => canvas.emit({ type: "node", node: name, state });
  const running = { id: "run", startedAt: 0, running: ["writer"], waiting: ["painter"], done: 1, total: 4 };

  it("shows the inputs in the order of the nodes, and what the last nodes made", async () => {
    const page = await open(finished());
    assert.deepEqual(await fields(), [
      "writer.topic",
      "writer.length",
      "painter.style",
      "voice",
      "low.pitch",
    ]);
    assert.equal(await inputs().getByText("Sentences").count(), 1);
    await page.getByText("One sentence is enough.").waitFor();
    await output("Picture").locator("img").waitFor();
    await output("Narration").getByText("0:07").waitFor();
    assert.equal(await page.locator(".svelte-flow").count(), 0);
    assert.deepEqual(canvas.problems, []);
  });

  it("sends what is typed, and runs after it was sent", async () => {
    const page = await open(untouched());
    await page.getByRole("textbox", { name: "Topic" }).fill("A bear");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await eventually("the run was asked for", async () =>
      assert.deepEqual(await canvas.last("run-all"), { type: "run-all", forced: false }),
    );
    assert.deepEqual(await canvas.last("set-input"), {
      type: "set-input",
      input: "writer.topic",
      value: "A bear",
    });
    const types = (await canvas.intents()).map(({ type }) => type);
    assert.ok(types.indexOf("set-input") < types.indexOf("run-all"));
  });

  it("runs by Ctrl+Enter in a field, and once more what is up to date", async () => {
    const page = await open(finished());
    await page.getByText("Up to date").waitFor();
    await page.getByRole("button", { name: "Run again" }).click();
    await eventually("everything runs again", async () =>
      assert.deepEqual(await canvas.last("run-all"), { type: "run-all", forced: true }),
    );
    await page.getByRole("textbox", { name: "Topic" }).focus();
    await page.keyboard.press("Control+Enter");
    await eventually("a run was asked for", async () =>
      assert.deepEqual(await canvas.last("run-all"), { type: "run-all", forced: false }),
    );
  });

  it("shows and runs what the graph says, in its order", async () => {
    const app = {
      inputs: [
        { kind: "input", input: "painter.style" },
        { kind: "input", input: "writer.topic" },
      ],
      outputs: [{ node: "writer", port: "text" }],
    } as const;
    const page = await open({ ...untouched(), graph: { ...story, app } });
    assert.deepEqual(await fields(), ["painter.style", "writer.topic"]);
    await output("Story").waitFor();
    assert.equal(await output("Picture").count(), 0);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await eventually("what is shown runs", async () =>
      assert.deepEqual(await canvas.last("run-all"), { type: "run-all", forced: false, nodes: ["writer"] }),
    );
  });

  it("tells how far the run and each output are, and stops", async () => {
    const page = await open(finished());
    await node("writer", { status: "running", phase: { kind: "running" }, startedAt: 0 });
    await node("painter", { status: "waiting" });
    await node("voice", {
      ...emptyNode,
      status: "running",
      phase: { kind: "queued", position: 3, of: 8 },
      progress: { fraction: 0.4 },
    });
    await canvas.emit({ type: "state", state: { run: running } });
    await output("Picture").getByText("waits for writer · running").waitFor();
    await output("Narration").getByText("queue 3 of 8").waitFor();
    const bar = page.getByRole("progressbar", { name: "Progress of Narration" });
    assert.equal(await bar.getAttribute("aria-valuenow"), "40");
    const whole = page.getByRole("progressbar", { name: "Progress of the run" });
    assert.equal(await whole.getAttribute("aria-valuenow"), "25");
    await page.getByRole("status").getByText("Running writer, 1 of 4 done").waitFor();
    await page.getByText("Stop", { exact: true }).click();
    await eventually("the stop was asked for", async () => assert.ok(await canvas.last("stop")));
    await node("writer", { status: "done", phase: undefined });
    await node("painter", { status: "done" });
    await node("voice", { status: "done" });
    await canvas.emit({ type: "state", state: { run: undefined } });
    await page.getByRole("status").getByText("Done. The outputs are ready.").waitFor();
  });

  it("shows an output while it is made", async () => {
    const app = { outputs: [{ node: "writer", port: "text" }] };
    await open({ ...untouched(), graph: { ...story, app } });
    await node("writer", { status: "running", streaming: true, outputs: { text: "Once there was" } });
    await canvas.emit({ type: "state", state: { run: running } });
    await output("Story").getByText("Once there was").waitFor();
    await node("writer", { outputs: { text: "Once there was a fox" } });
    await output("Story").getByText("Once there was a fox").waitFor();
  });

  it("tells a failure in words at the output that is missing, once, with what to do", async () => {
    const page = await open(untouched());
    await node("writer", {
      status: "failed",
      failure: { message: "CUDA out of memory.", help: "Try again in a minute.", again: [] },
    });
    await output("Picture").getByText("CUDA out of memory.").waitFor();
    await output("Picture").getByText("Try again in a minute.").waitFor();
    await output("Narration").getByText("missing: writer failed").waitFor();
    assert.equal(await page.getByText("CUDA out of memory.").count(), 1);
    await output("Picture").getByRole("button", { name: "Run again" }).click();
    assert.deepEqual(await canvas.last("run-again"), { type: "run-again", node: "writer" });
    assert.equal(await page.getByText(/Go to line/).count(), 0);
  });

  it("tells a failure that no output needs, too", async () => {
    const page = await open(finished());
    await node("log", { status: "failed", failure: { message: "The disk is full." } });
    await page.getByRole("region", { name: "Outputs" }).getByText("The disk is full.").waitFor();
    assert.equal(await output("Picture").getByText("The disk is full.").count(), 0);
  });

  it("has the inputs of the selected variant only", async () => {
    const page = await open(untouched());
    await page.getByRole("textbox", { name: "Pitch" }).waitFor();
    await page
      .getByRole("radiogroup", { name: "Variant of voice" })
      .getByRole("radio", { name: /^high/ })
      .click();
    await page.getByRole("radiogroup", { name: "Tempo" }).waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Pitch" }).count(), 0);
    assert.deepEqual(await canvas.last("pick"), { type: "pick", choice: "voice", variant: "high" });
  });

  it("asks questions at the output that waits for them", async () => {
    const page = await open(untouched());
    await canvas.emit({ type: "state", state: { run: { ...running, running: ["painter"] } } });
    await node("painter", {
      status: "asking",
      question: { step: "choose-one", message: "Which title?", options: ["The Fox", "Snow"] },
    });
    await page.getByRole("status").getByText("painter waits for your answer").waitFor();
    await output("Picture").getByRole("button", { name: "Choose option 2" }).click();
    assert.deepEqual(await canvas.last("answer"), { type: "answer", node: "painter", value: "Snow" });
  });

  it("pages back to what an earlier run made of all outputs, and lists, stars and deletes runs", async () => {
    const page = await open(finished());
    await page.getByRole("button", { name: "Older run, with its inputs" }).click();
    // Two runs made a voice too, and the oldest one did not.
    await eventually("the earlier results are shown together", async () =>
      assert.deepEqual(await canvas.last("show-results"), {
        type: "show-results",
        results: [
          { node: "painter", result: "r2" },
          { node: "voice", result: "r1" },
        ],
      }),
    );
    await page.getByRole("button", { name: "History" }).click();
    const history = page.getByRole("region", { name: "History" });
    assert.equal(await history.getByRole("listitem").count(), 3);
    await history.getByText("Run 1", { exact: true }).click();
    assert.deepEqual((await canvas.last("show-results"))?.results, [{ node: "painter", result: "r1" }]);
    await history.getByRole("button", { name: /^Star/ }).first().click();
    assert.deepEqual(
      (await canvas.intents()).flatMap((one) => (one.type === "describe-result" ? [one.node] : [])),
      ["painter", "voice"],
    );
    await history.getByRole("button", { name: "Delete" }).first().click();
    assert.deepEqual(
      (await canvas.intents()).flatMap((one) => (one.type === "delete-results" ? [one.node] : [])),
      ["painter", "voice"],
    );
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    assert.equal((await canvas.last("restore-results"))?.node, "voice");
    await page.keyboard.press("Escape");
  });

  it("goes to the canvas and back, and keeps the view when the page is loaded again", async () => {
    canvas = await openPage("podcast", { width: 1200 });
    const { page } = canvas;
    await page.getByRole("button", { name: "App view" }).click();
    await page.locator(".app-page").waitFor();
    assert.equal(await page.locator(".svelte-flow").count(), 0);
    await page.reload();
    await page.locator(".app-page").waitFor();
    await page.getByRole("button", { name: "Canvas" }).click();
    await canvas.card("painter").waitFor();
    await page.goto(`${page.url()}&view=app`);
    await page.locator(".app-page").waitFor();
    await canvas.tell({ type: "view", view: "canvas" });
    await canvas.card("painter").waitFor();
  });

  it("brings neither the flow nor its cards", async () => {
    const scripts: string[] = [];
    const page = await open(finished(), {
      prepare: (opened) => {
        opened.on("request", (request) => scripts.push(request.url()));
        return Promise.resolve();
      },
    });
    await output("Picture").locator("img").waitFor();
    const html = await page.content();
    assert.doesNotMatch(html, /data-module="CanvasView-/);
    assert.match(html, /data-module="AppView-/);
    assert.deepEqual(
      scripts.filter((url) => url.includes("CanvasView") || url.includes("AppView")),
      [],
    );
  });
});
