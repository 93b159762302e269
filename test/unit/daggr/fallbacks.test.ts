import assert from "node:assert/strict";
import { ChooseOne, FnNode, GradioNode, Graph, InputNode, gr } from "../../../src/runtime/daggr/public.ts";
import { fallbacksOf } from "../../../src/runtime/graph/variants.ts";
import { engine } from "../../../src/runtime/daggr/engine.ts";
import { describeNodes, describeOne, mistakeOf } from "./load.ts";

const outputs = { image: gr.Image() };

describe("A fallback in a workflow's description", () => {
  it("is a value, or a function, which both stay in the process", async () => {
    const value = new FnNode(() => "a", { fallback: "b" });
    const called = new FnNode(() => "a", { fallback: (error) => error.message });
    const nodes = describeNodes({ value, called });
    for (const node of Object.values(nodes)) {
      assert.ok(node.kind === "fn");
      assert.deepEqual(node.fallback, { kind: "value" });
    }
    assert.deepEqual(engine.codeOf("graph", "value")?.fallback?.(new Error("x")), "b");
    assert.equal(await engine.codeOf("graph", "called")?.fallback?.(new Error("x")), "x");
  });

  it("that is a node is no node of the graph, and takes the inputs by what they are wired to, else by name", () => {
    const source = new FnNode(() => "a", { outputs: { text: gr.Textbox() } });
    const size = gr.Number();
    const cheap = new GradioNode("b/cheap", {
      inputs: { text: source.text, pixels: size, steps: 4, seed: gr.Number() },
      outputs,
    });
    const painter = new GradioNode("a/painter", {
      inputs: { prompt: source.text, size, seed: 1, steps: 50 },
      outputs,
      fallback: cheap,
    });
    const graph = describeOne(new Graph({ name: "graph", nodes: [painter] }), { source, cheap, painter });
    assert.deepEqual(
      graph.nodes.map(({ name }) => name),
      ["source", "painter"],
    );
    const node = graph.nodes[1]!;
    assert.ok(node.kind === "gradio" && node.fallback?.kind === "node");
    assert.deepEqual(node.fallback.inputs, { text: "prompt", pixels: "size", seed: "seed" });
    assert.deepEqual(node.fallback.node.inputs, [{ name: "steps", kind: "fixed", value: 4 }]);
    assert.equal(engine.codeOf("graph", "cheap")?.kind, "gradio");
  });

  it("gets all inputs where it names none, and those that a function destructures", () => {
    const space = new GradioNode("b/cheap", { outputs });
    const fn = new FnNode(({ prompt, extra = 1 }: { prompt: string; extra?: number }) => prompt + extra, {
      outputs,
    });
    const painter = new GradioNode("a/painter", { inputs: { prompt: "a", seed: 2 }, outputs })
      .orElse(space)
      .orElse(fn);
    const { painter: node } = describeNodes({ painter });
    assert.deepEqual(
      fallbacksOf(node!).map(({ name }) => name),
      ["cheap", "fn"],
    );
    assert.ok(node!.kind === "gradio" && node!.fallback?.kind === "node");
    assert.deepEqual(node!.fallback.inputs, { prompt: "prompt", seed: "seed" });
    const second = node!.fallback.node.fallback;
    // A fallback of the fallback stands in for it, so it gets what that one takes.
    assert.ok(second?.kind === "node");
    assert.deepEqual(second.inputs, { prompt: "prompt" });
  });

  const painter = () => new GradioNode("a/painter", { outputs, name: "painter" });
  const mistakes: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
    "other outputs": [
      () => painter().orElse(new FnNode(() => "a", { outputs: { sound: gr.Audio() } }) as never),
      /A fallback must have the outputs .* 'painter' has 'image' and FnNode 'fn' has 'sound'/,
    ],
    "a card of inputs": [
      () => painter().orElse(new InputNode({ ports: { image: gr.Image() } })),
      /InputNode 'inputs' cannot be the fallback/,
    ],
    "a person": [
      () => new FnNode(() => "a", { outputs: { choice: null }, fallback: new ChooseOne({ options: ["a"] }) }),
      /ChooseOne 'chooseOne' cannot be the fallback/,
    ],
    "a port": [
      () => new GradioNode("a/b", { outputs, fallback: painter().image as never }),
      /is port 'image' of GradioNode 'painter'.*Give the node itself/s,
    ],
    "of a choice": [
      () => painter().or(new GradioNode("b/c", { outputs })).orElse(new GradioNode("c/d", { outputs })),
      /cannot have a fallback.*Give its variants fallbacks/s,
    ],
    itself: [
      () => {
        const one = painter();
        one.orElse(one);
      },
      /would be a fallback of itself/,
    ],
    "behind a value": [
      () => new GradioNode("a/b", { outputs, fallback: null }).orElse(painter()),
      /has a value as its fallback, so nothing comes after it/,
    ],
    "wired to something else": [
      () => {
        const source = new FnNode(() => "a", { outputs: { text: gr.Textbox() } });
        const cheap = new GradioNode("b/cheap", { inputs: { from: source.text }, outputs });
        return describeNodes({ node: painter().orElse(cheap) });
      },
      /Input 'from' of GradioNode 'cheap' is wired to 'text' of .* gets its inputs from .* 'painter', which has none/,
    ],
    "a negative number of retries": [
      () => new FnNode(() => 1, { retries: -1 }),
      /'retries' of FnNode 'fn' must be a whole number of at least 0, but is -1/,
    ],
  };
  for (const [title, [run, message]] of Object.entries(mistakes))
    it(`is refused: ${title}`, () => assert.match(mistakeOf(run), message));
});
