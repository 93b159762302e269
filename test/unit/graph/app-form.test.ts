import assert from "node:assert/strict";
import { appForm, appTargets } from "../../../src/runtime/graph/app-form.ts";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { choiceNode, fnNode, graphOf, output } from "./graphs.ts";

const named = (graph: GraphDescription, picks: Readonly<Record<string, string>> = {}) => {
  const { fields, outputs } = appForm(graph, picks);
  return {
    fields: fields.map((field) =>
      field.kind === "input" ? field.id : `${field.choice.name}: ${field.selected}`,
    ),
    outputs: outputs.map(({ node, port }) => `${node.name}.${port}`),
  };
};

const voices = choiceNode(
  "voice",
  fnNode("low", { text: "writer.topic component", pitch: "low.pitch component" }),
  fnNode("high", { speed: "high.speed component" }),
);
const graph = graphOf(
  fnNode("writer", { topic: "writer.topic component", tone: "kind fixed" }, [
    output("text"),
    output("notes"),
  ]),
  voices,
  fnNode("mix", { text: "writer.text", voice: "voice.output" }),
  fnNode("log", { text: "writer.text" }, [{ name: "output", view: { kind: "hidden" } }]),
);

describe("The form of a graph", () => {
  it("has every canvas input in the order of the nodes, and the outputs of the last nodes", () => {
    assert.deepEqual(named(graph), {
      fields: ["writer.topic", "voice: low", "low.pitch"],
      outputs: ["mix.output"],
    });
  });

  it("has the inputs of the selected variant only", () => {
    assert.deepEqual(named(graph, { voice: "high" }).fields, ["writer.topic", "voice: high", "high.speed"]);
  });

  it("keeps an input that a variant shares with others, whichever is selected", () => {
    const shared = graphOf(
      choiceNode("pick", fnNode("a", { t: "a.t component" }), fnNode("b")),
      fnNode("c", { t: "a.t component" }),
    );
    assert.deepEqual(named(shared, { pick: "b" }).fields, ["pick: b", "a.t"]);
  });

  it("has what the option app names, in its order", () => {
    const said: GraphDescription = {
      ...graph,
      app: {
        inputs: [
          { kind: "choice", node: "voice" },
          { kind: "input", input: "high.speed" },
          { kind: "input", input: "low.pitch" },
        ],
        outputs: [
          { node: "writer", port: "notes" },
          { node: "mix", port: "output" },
          { node: "writer", port: "text" },
        ],
      },
    };
    assert.deepEqual(named(said), {
      fields: ["voice: low", "low.pitch"],
      outputs: ["writer.notes", "mix.output", "writer.text"],
    });
    assert.deepEqual(appTargets(said), ["writer", "mix"]);
    assert.equal(appTargets(graph), undefined, "the whole graph");
  });

  it("leaves out what is not visible, and what a stored graph names that it does not have", () => {
    const hidden = { component: "Number", options: { visible: false } } as const;
    const node = fnNode("one", { a: "one.a component" }, [output("seen"), output("unseen", hidden)]);
    const odd: GraphDescription = {
      ...graphOf({
        ...node,
        inputs: [...node.inputs, { name: "b", kind: "component", input: "one.b", component: hidden }],
      }),
    };
    assert.deepEqual(named(odd), { fields: ["one.a"], outputs: ["one.seen"] });
    const gone: GraphDescription = {
      ...odd,
      app: {
        inputs: [
          { kind: "input", input: "gone.x" },
          { kind: "choice", node: "gone" },
        ],
        outputs: [{ node: "gone", port: "x" }],
      },
    };
    assert.deepEqual(named(gone), { fields: [], outputs: [] });
  });

  it("labels by the component's own label, else by the name", () => {
    const label = { component: "Textbox", options: { label: "Topic" } } as const;
    const node = fnNode("one", { plain: "one.plain component" }, [output("made"), output("other", label)]);
    const form = appForm(
      graphOf({
        ...node,
        inputs: [...node.inputs, { name: "x", kind: "component", input: "one.x", component: label }],
      }),
      {},
    );
    assert.deepEqual(
      form.fields.map((field) => field.kind === "input" && field.label),
      ["plain", "Topic"],
    );
    assert.deepEqual(
      form.outputs.map((one) => one.label),
      ["made", "Topic"],
    );
  });
});
