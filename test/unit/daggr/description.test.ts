import assert from "node:assert/strict";
import {
  Approve,
  ChooseOne,
  FnNode,
  GradioNode,
  Graph,
  InferenceNode,
  InputNode,
  ItemList,
  TextInput,
  gr,
} from "../../../src/runtime/daggr/public.ts";
import { describeAll, describeNodes, describeOne } from "./load.ts";

const json = { component: "JSON", options: {} };
const shown = (component: string, options = {}) => ({ kind: "component", component: { component, options } });

describe("A workflow's description", () => {
  it("has everything of a GradioNode", () => {
    const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
      apiName: "generate_image",
      inputs: {
        prompt: gr.Textbox({ label: "Prompt", lines: 3 }),
        height: 1024,
        tags: ["a", { b: null }],
        seed: Math.random,
      },
      outputs: { image: gr.Image({ label: "Image" }), seed: null },
      postprocess: (image: string, seed: number) => ({ image, seed }),
    });
    const { painter: node } = describeNodes({ painter });
    assert.deepEqual(node, {
      kind: "gradio",
      name: "painter",
      named: true,
      space: "hf-applications/Z-Image-Turbo",
      apiName: "/generate_image",
      runLocally: false,
      validate: true,
      inputs: [
        {
          name: "prompt",
          kind: "component",
          input: "painter.prompt",
          ...{ component: shown("Textbox", { label: "Prompt", lines: 3 }).component },
        },
        { name: "height", kind: "fixed", value: 1024 },
        { name: "tags", kind: "fixed", value: ["a", { b: null }] },
        { name: "seed", kind: "callable", code: "code 0 seed" },
      ],
      outputs: [
        { name: "image", view: shown("Image", { label: "Image" }) },
        { name: "seed", view: { kind: "hidden" } },
      ],
      source: { file: "w.ts", line: 1, column: 1 },
      code: "code 0",
      hasPreprocess: false,
      hasPostprocess: true,
    });
  });

  it("normalises endpoints", () => {
    const apiNames = [undefined, "/a", "a", 3, "/3", "3"].map((apiName, index) => [
      `n${index}`,
      new GradioNode("a/b", { apiName, name: `n${index}` }),
    ]);
    const nodes = Object.values(describeNodes(Object.fromEntries(apiNames) as Record<string, unknown>));
    assert.deepEqual(
      nodes.map((node) => node.kind === "gradio" && node.apiName),
      ["/predict", "/a", "/a", 3, 3, 3],
    );
  });

  it("has the inputs that a function destructures", () => {
    const source = new GradioNode("a/b", { outputs: { text: gr.Textbox() } });
    const sum = new FnNode(({ given, missing, n = 3, ...rest }) => String([given, missing, n, rest]), {
      inputs: { given: source.text, more: 1 },
      concurrent: true,
      concurrencyGroup: "gpu",
      maxConcurrent: 2,
      timeout: 30,
    });
    const { sum: node } = describeNodes({ source, sum });
    assert.equal(node?.kind, "fn");
    assert.deepEqual(node.inputs, [
      { name: "given", kind: "port", from: { node: "source", port: "text", each: false, all: false } },
      { name: "more", kind: "fixed", value: 1 },
      { name: "missing", kind: "missing" },
      { name: "n", kind: "default" },
    ]);
    assert.deepEqual(node.outputs, [{ name: "output", view: { kind: "component", component: json } }]);
    const { concurrent, concurrencyGroup, maxConcurrent, timeout } =
      node.kind === "fn" ? node : ({} as never);
    assert.deepEqual(
      { concurrent, concurrencyGroup, maxConcurrent, timeout },
      { concurrent: true, concurrencyGroup: "gpu", maxConcurrent: 2, timeout: 30 },
    );
  });

  it("leaves a function's own inputs alone where a preprocess makes them", () => {
    const sum = new FnNode(({ total }: { total: number }) => total, {
      inputs: { a: 1 },
      preprocess: ({ a }) => ({ total: a }),
    });
    assert.deepEqual(describeNodes({ sum })["sum"]?.inputs, [{ name: "a", kind: "fixed", value: 1 }]);
  });

  it("takes inputs as given for functions that do not destructure, or are bound", () => {
    const whole = new FnNode((inputs: { a: number }) => inputs.a, { inputs: { a: 1 } });
    const bound = new FnNode(
      function (this: number, { a }: { a: number }) {
        return a + this;
      }.bind(5),
      { inputs: { a: 1 } },
    );
    const nodes = describeNodes({ whole, bound });
    assert.deepEqual(
      nodes["whole"]?.inputs.map(({ name }) => name),
      ["a"],
    );
    assert.deepEqual(
      nodes["bound"]?.inputs.map(({ name }) => name),
      ["a"],
    );
  });

  it("has model, provider and task of an InferenceNode", () => {
    const llm = new InferenceNode("meta-llama/Llama-3.1-8B-Instruct:groq", {
      task: "conversational",
      inputs: { prompt: "hi" },
    });
    const { llm: node } = describeNodes({ llm });
    assert.ok(node?.kind === "inference");
    assert.deepEqual(
      [node.model, node.provider, node.task],
      ["meta-llama/Llama-3.1-8B-Instruct", "groq", "conversational"],
    );
  });

  it("makes each port of an InputNode an input on the canvas and an output", () => {
    const settings = new InputNode({ ports: { prompt: gr.Textbox(), size: gr.Slider() } });
    const user = new GradioNode("a/b", { inputs: { p: settings.prompt } });
    const { settings: node } = describeNodes({ settings, user });
    assert.deepEqual(
      node?.inputs.map((input) => input.kind === "component" && input.input),
      ["settings.prompt", "settings.size"],
    );
    assert.deepEqual(node?.outputs, [
      { name: "prompt", view: shown("Textbox") },
      { name: "size", view: shown("Slider") },
    ]);
  });

  it("gives one component in two places one input", () => {
    const topic = gr.Textbox();
    const a = new GradioNode("a/b", { inputs: { topic } });
    const b = new GradioNode("a/b", { inputs: { subject: topic, own: gr.Textbox() } });
    const nodes = describeNodes({ a, b });
    const ids = (name: string) =>
      nodes[name]?.inputs.map((input) => input.kind === "component" && input.input);
    assert.deepEqual([ids("a"), ids("b")], [["a.topic"], ["a.topic", "b.own"]]);
  });

  it("keeps the inputs apart of two components whose ids would be the same", () => {
    const one = new GradioNode("a/b", { name: "a.b", inputs: { c: gr.Textbox() } });
    const two = new GradioNode("a/b", { name: "a", inputs: { "b.c": gr.Textbox() } });
    const ids = Object.values(describeNodes({ one, two })).flatMap(({ inputs }) =>
      inputs.map((input) => input.kind === "component" && input.input),
    );
    assert.equal(new Set(ids).size, 2);
  });

  it("knows each, fields and all()", () => {
    const list = new GradioNode("a/b", {
      outputs: { json: gr.JSON(), items: ItemList({ text: gr.Textbox(), n: gr.Number() }) },
    });
    const item = new GradioNode("a/b", {
      inputs: {
        whole: list.json.each,
        field: list.json.each.text,
        of: list.items.n,
        each: list.items.each.text,
      },
      outputs: { audio: gr.Audio() },
    });
    const all = new GradioNode("a/b", { inputs: { audios: item.audio.all() } });
    const nodes = describeNodes({ list, item, all });
    const refs = [...nodes["item"]!.inputs, ...nodes["all"]!.inputs].map(
      (input) => input.kind === "port" && input.from,
    );
    assert.deepEqual(refs, [
      { node: "list", port: "json", each: true, all: false },
      { node: "list", port: "json", each: true, field: "text", all: false },
      { node: "list", port: "items", each: true, field: "n", all: false },
      { node: "list", port: "items", each: true, field: "text", all: false },
      { node: "item", port: "audio", each: false, all: true },
    ]);
    assert.deepEqual(nodes["list"]?.outputs[1]?.view, {
      kind: "items",
      fields: { text: { component: "Textbox", options: {} }, n: { component: "Number", options: {} } },
    });
  });

  it("puts the variants of a choice into it, those of a chained choice too", () => {
    const make = (space: string) => new GradioNode(space, { outputs: { audio: gr.Audio() } });
    const voice = make("a/tts").or(make("b/tts")).or(make("c/E2"));
    const user = new GradioNode("x/y", { inputs: { audio: voice.audio } });
    const graph = describeOne(new Graph({ name: "g", nodes: [user] }), { voice, user });
    const [choice] = graph.nodes;
    assert.ok(choice?.kind === "choice");
    assert.deepEqual(
      graph.nodes.map(({ name }) => name),
      ["user", "voice"].sort().reverse(),
    );
    assert.deepEqual(
      choice.variants.map(({ name, named }) => [name, named]),
      [
        ["tts", false],
        ["tts_2", false],
        ["E2", false],
      ],
    );
    assert.deepEqual(choice.outputs, [{ name: "audio", view: shown("Audio") }]);
  });

  it("shows human steps like what they pass on", () => {
    const images = new GradioNode("a/b", { outputs: { list: gr.JSON(), image: gr.Image() } });
    const each = new GradioNode("a/b", {
      inputs: { x: images.list.each },
      outputs: { image: gr.Image({ label: "One" }) },
    });
    const best = new ChooseOne({ message: "Which?", options: each.image.all() });
    const listed = new ChooseOne({ options: images.list, show: gr.Textbox() });
    const good = new Approve({ value: best.choice });
    const title = new TextInput({ message: "Title?", value: "x" });
    const either = new ChooseOne({ options: each.image.all() }).or(
      new ChooseOne({ options: each.image.all() }),
    );
    const nodes = describeNodes({ images, each, best, listed, good, title, either });
    const view = (name: string) => nodes[name]?.outputs[0]?.view;
    assert.deepEqual(view("best"), shown("Image", { label: "One" }));
    assert.deepEqual(view("listed"), shown("Textbox"));
    assert.deepEqual(view("good"), shown("Image", { label: "One" }));
    assert.deepEqual(view("title"), shown("Textbox"));
    assert.deepEqual(view("either"), shown("Image", { label: "One" }));
    const { best: node } = nodes;
    assert.deepEqual(node?.kind === "human" && [node.step, node.message], ["choose-one", "Which?"]);
  });

  it("has upstream nodes that were not listed, in the order of construction", () => {
    const first = new GradioNode("a/b", { outputs: { x: gr.JSON() } });
    const unused = new GradioNode("a/b");
    const second = new GradioNode("a/b", { inputs: { x: first.x }, outputs: { x: gr.JSON() } });
    const last = new GradioNode("a/b", { inputs: { x: second.x } });
    const graph = describeOne(new Graph({ name: "g", nodes: [last] }), { first, unused, second, last });
    assert.deepEqual(
      graph.nodes.map(({ name }) => name),
      ["first", "second", "last"],
    );
  });

  it("describes several graphs of a file, with nodes in common", () => {
    const shared = new GradioNode("a/b", { outputs: { x: gr.JSON() } });
    const one = new Graph({ name: "one", nodes: [shared], persistKey: "key" });
    const two = new Graph({
      name: "two",
      nodes: [new FnNode(({ x }: { x: unknown }) => x, { name: "own", inputs: { x: shared.x } })],
      persistKey: false,
    });
    const graphs = describeAll([one, two], { shared });
    assert.deepEqual(
      graphs.map(({ name, persistKey }) => [name, persistKey]),
      [
        ["one", "key"],
        ["two", false],
      ],
    );
    assert.deepEqual(
      graphs.map(({ nodes }) => nodes.map(({ name }) => name)),
      [["shared"], ["shared", "own"]],
    );
  });
});
