import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { startApp } from "../support/gradio.ts";
import { freePort } from "../support/ports.ts";
import { canvas as input, fixed, graph, port } from "../unit/support/graphs.ts";
import type { TestCanvas } from "../unit/session/support/canvas.ts";
import { made, message, step, to, stateSteps } from "./state-steps.ts";

for (const version of [6, 5, 4] as const) {
  describe(`states that an earlier run left under Gradio ${version}`, function () {
    this.timeout(90_000);
    const { mesh, node, open, opened, views } = stateSteps(version);

    it("says that the app was started anew, and which step has to run again", async () => {
      const port_ = String(await freePort());
      const first = await startApp("states", { version, env: { PORT: port_ } });
      const own = { space: `http://127.0.0.1:${port_}` };
      const of = graph(
        { ...views(), ...own },
        { ...node("mesh", "/make3d", { note: input("mesh.note", "x") }), ...own },
      );
      let canvas: TestCanvas;
      try {
        canvas = await opened(of);
        await canvas.run();
        assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
      } finally {
        await first.stop();
      }
      const second = await startApp("states", { version, env: { PORT: port_ } });
      try {
        await canvas.send({ type: "set-input", input: "mesh.note", value: "y" });
        await canvas.run();
        assert.match(
          message(canvas, "mesh"),
          /needs what 'views' left in the app, and it is gone: the app has restarted since\.$/,
        );
        assert.equal(canvas.node("mesh").failure?.help, "Run 'views' again, then this step.");
        await canvas.run({ type: "run-again", node: "mesh" });
        assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
      } finally {
        await second.stop();
      }
    });

    it("says that the app has thrown it away", async () => {
      const canvas = await opened(
        graph(
          node("remember", "/remember", { text: fixed("one") }),
          node("recall", "/recall", { note: input("recall.note", "x") }),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "recall"), "recalled one");
      await canvas.send({ type: "set-input", input: "recall.note", value: "y" });
      await eventually("its time is over", async () => {
        await canvas.send({ type: "set-input", input: "recall.note", value: String(Date.now()) });
        await to(canvas, "recall");
        assert.match(
          message(canvas, "recall"),
          /is gone: the app keeps it for a limited time, which is over\.$/,
        );
      });
    });

    it("keeps the session for a later step after the engine was started again", async () => {
      const data = await mkdtemp(join(tmpdir(), "daggr-states-"));
      open.push({ dispose: () => rm(data, { recursive: true, force: true }) });
      const of = graph(views(), mesh("mesh", input("mesh.note", "x")));
      const first = await opened(of, { data });
      await first.run();
      await open.pop()!.dispose();
      const second = await opened(of, { data });
      await second.send({ type: "set-input", input: "mesh.note", value: "y" });
      assert.equal(second.freshness("views"), "fresh");
      await second.run();
      assert.equal(made(second, "mesh"), "mesh of a chair from 6 views");
    });

    it("takes up what an earlier run left, where its result is shown again", async () => {
      const canvas = await opened(graph(views(), mesh("mesh", input("mesh.note", "x"))));
      await canvas.run();
      const earlier = canvas.node("views").shown!;
      await canvas.send({ type: "set-input", input: "views.prompt", value: "a table" });
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a table from 6 views");
      await canvas.send({ type: "show-result", node: "views", result: earlier });
      await canvas.send({ type: "set-input", input: "mesh.note", value: "y" });
      await step(canvas, "mesh");
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
    });

    it("does not take a state for what was left once a stopped call may have changed it", async () => {
      const canvas = await opened(
        graph(
          views(),
          node("unfold", "/unfold", { note: port("views.output"), seconds: fixed(0.4) }),
          mesh("mesh", input("mesh.note", "x")),
        ),
      );
      await canvas.send({ type: "run", node: "unfold", mode: "to-here" });
      await canvas.until("it gives something", () => canvas.output("unfold") !== undefined);
      await canvas.send({ type: "stop" });
      await canvas.quiet();
      await step(canvas, "unfold");
      assert.match(message(canvas, "unfold"), /is gone: another step has changed it since, or may have\.$/);
    });

    it("tries a step again in the same session after the function raised an error", async () => {
      const canvas = await opened(
        graph(views(), node("refine", "/fragile", { change: input("refine.change", "") })),
      );
      await canvas.run();
      assert.match(message(canvas, "refine"), /No change/);
      await canvas.send({ type: "set-input", input: "refine.change", value: "red" });
      await canvas.run();
      assert.equal(made(canvas, "refine"), "a chair, red");
    });
  });
}
