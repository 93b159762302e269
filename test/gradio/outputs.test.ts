import assert from "node:assert/strict";
import type { ComponentName } from "../../src/runtime/components/description.ts";
import type { GradioNodeDescription, OutputDescription } from "../../src/runtime/graph/description.ts";
import { isFileRef, type Value } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { fixed, fn, graph, port, space } from "../unit/support/graphs.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { startCalling, type Caller } from "./calling.ts";

for (const version of [6, 5, 4] as const) {
  describe(`outputs of a Space under Gradio ${version}`, function () {
    this.timeout(60_000);
    let caller: Caller;
    let url: string;

    before(async () => {
      caller = await startCalling();
      url = (await sharedApp("outputs", { version })).url;
    });
    after(() => caller.dispose());

    const node = (
      apiName: string,
      outputs: Readonly<Record<string, ComponentName | null>>,
      options: Partial<GradioNodeDescription> = {},
    ) =>
      space(
        "node",
        { ...(apiName !== "/several" && { prompt: fixed(`${apiName} ${Object.keys(outputs).join(" ")}`) }) },
        {
          space: url,
          apiName,
          validate: true,
          outputs: Object.entries(outputs).map(([name, component]) => ({ name, view: viewOf(component) })),
          ...options,
        },
      );
    const calls = async (prompt: string) => {
      const [told] = (await caller.call(url, "/told")) as readonly [readonly string[]];
      return told.filter((one) => one === prompt).length;
    };
    const run = async (called: GradioNodeDescription, ...users: Parameters<typeof graph>) => {
      const processes = new FakeProcesses({ graphs: [graph(called, ...users)] });
      const open = await testEngine(processes, { services: caller.services });
      const canvas = await open.canvas();
      await canvas.load();
      await canvas.run();
      return { canvas, stop: () => open.stop() };
    };

    it("that can show nothing of it are refused before the call, and all that comes is named", async () => {
      const { canvas, stop } = await run(node("/paint", { image: "Gallery", seed: "Textbox" }));
      try {
        const { failure } = canvas.node("node");
        assert.match(
          failure?.message ?? "",
          /^Output 'image' of 'node' is gr\.Gallery, but '\/paint' of '.*' returns 'Image' \(Image\) for it\. It returns, in this order: 'Image' \(Image\), 'Seed' \(Number\), 'All' \(Gallery\)\.$/,
        );
        assert.equal(await calls("/paint image seed"), 0);
      } finally {
        await stop();
      }
    });

    it("that are more than come are refused before the call", async () => {
      const { canvas, stop } = await run(
        node("/paint", { a: "Image", b: "Number", c: "Gallery", d: "Textbox" }),
      );
      try {
        assert.match(canvas.node("node").failure?.message ?? "", /an output 'd', for which '\/paint' of/);
        assert.equal(await calls("/paint a b c d"), 0);
      } finally {
        await stop();
      }
    });

    it("that fit are kept where another one does not, for the nodes that use them too", async () => {
      const { canvas, stop } = await run(
        node("/data", { image: "Image", words: "Textbox", loud: "Textbox" }),
        fn("uses loud", { x: port("node.loud") }),
        fn("uses words", { x: port("node.words") }),
      );
      try {
        const { failure, outputs, status } = canvas.node("node");
        assert.equal(status, "failed");
        assert.equal(
          failure?.message,
          "Output 'words' of 'node' expects text, but got an object with words.",
        );
        assert.equal(failure.help, "Show 'words' by gr.JSON.");
        assert.ok(isFileRef(outputs?.["image"] ?? null));
        assert.equal(outputs?.["loud"], "/DATA IMAGE WORDS LOUD");
        assert.ok(!("words" in (outputs ?? {})));
        assert.equal(canvas.output("uses loud"), "/DATA IMAGE WORDS LOUD");
        assert.equal(canvas.node("uses words").failure?.message, failure.message);
        assert.equal(await calls("/data image words loud"), 1);
      } finally {
        await stop();
      }
    });

    it("are compared after the call only, where a person knows better", async () => {
      const { canvas, stop } = await run(
        node("/paint", { image: "Image", seed: "Textbox", all: "Image" }, { validate: false }),
      );
      try {
        const { failure, outputs } = canvas.node("node");
        assert.match(
          failure?.message ?? "",
          /'seed' of .* the number 42\. Output 'all' of .* a list of 2\.$/,
        );
        assert.equal(failure?.help, "Show 'seed' by gr.Number, 'all' by gr.Gallery.");
        assert.deepEqual(Object.keys(outputs ?? {}), ["image"]);
      } finally {
        await stop();
      }
    });

    it("take what comes in the form of their component", async () => {
      for (const [component, check] of [
        ["Gallery", (value: Value) => (value as readonly object[]).every((item) => "image" in item)],
        ["JSON", (value: Value) => (value as readonly Value[]).every(isFileRef)],
      ] as const) {
        const { canvas, stop } = await run(node("/several", { files: component }));
        try {
          assert.equal(canvas.node("node").failure?.message, undefined);
          assert.ok(check(canvas.output("node", "files") ?? null), component);
        } finally {
          await stop();
        }
      }
      const { canvas, stop } = await run(node("/paint", { image: null, seed: "Label", all: null }));
      try {
        assert.deepEqual(canvas.output("node", "seed"), { label: 42 });
      } finally {
        await stop();
      }
    });
  });
}

function viewOf(component: ComponentName | null): OutputDescription["view"] {
  return component === null
    ? { kind: "hidden" }
    : { kind: "component", component: { component, options: {} } };
}
