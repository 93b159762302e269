import assert from "node:assert/strict";
import * as v from "valibot";
import { FnNode, GradioNode, Graph, InputNode, gr } from "../../../src/runtime/daggr/public.ts";
import { workflowDescriptionSchema } from "../../../src/runtime/graph/description-schema.ts";
import { describeOne } from "./load.ts";

function workflow() {
  const prompt = gr.Textbox({ label: "Prompt" });
  const settings = new InputNode({ ports: { steps: gr.Slider(), size: gr.Number() } });
  const painter = new GradioNode("a/painter", {
    inputs: { prompt, steps: settings.steps, strength: gr.Number() },
    outputs: { image: gr.Image(), seed: null, notes: gr.Textbox() },
  });
  const low = new FnNode(({ pitch }: { pitch: number }) => pitch, { inputs: { pitch: gr.Number() } });
  const high = new FnNode(({ text }: { text: string }) => text.length, { inputs: { text: prompt } });
  const voice = low.or(high);
  return { prompt, settings, painter, low, high, voice };
}

describe("The option app of a graph", () => {
  it("names inputs by component, port of an InputNode, name and node, and outputs by port and node", () => {
    const { prompt, settings, painter, voice, ...rest } = workflow();
    const app = {
      inputs: [voice, settings.size, "painter.strength", prompt],
      outputs: [voice, painter.notes, painter.image],
    } as const;
    const graph = new Graph({ name: "g", nodes: [painter, voice, settings], app });
    assert.throws(
      () => describeOne(graph, { settings, painter, voice, ...rest }),
      /names the input 'painter.prompt' twice/,
    );
    const again = new Graph({
      name: "g",
      nodes: [painter, voice, settings],
      app: { ...app, inputs: app.inputs.slice(0, 3) },
    });
    const described = describeOne(again, { settings, painter, voice, ...rest });
    assert.deepEqual(described.app, {
      inputs: [
        { kind: "choice", node: "voice" },
        { kind: "input", input: "low.pitch" },
        { kind: "input", input: "painter.prompt" },
        { kind: "input", input: "settings.size" },
        { kind: "input", input: "painter.strength" },
      ],
      outputs: [
        { node: "voice", port: "output" },
        { node: "painter", port: "notes" },
        { node: "painter", port: "image" },
      ],
    });
    const stored = { file: "w.ts", files: [], graphs: [described] };
    assert.deepEqual(v.parse(workflowDescriptionSchema, stored), stored);
  });

  it("takes all outputs of a node but the hidden ones", () => {
    const { painter, settings } = workflow();
    const graph = new Graph({ name: "g", nodes: [painter], app: { outputs: [painter] } });
    assert.deepEqual(describeOne(graph, { settings, painter }).app, {
      outputs: [
        { node: "painter", port: "image" },
        { node: "painter", port: "notes" },
      ],
    });
  });

  it("changes nothing else of the graph, and a graph without it has none", () => {
    const { painter, settings } = workflow();
    const plain = describeOne(new Graph({ name: "g", nodes: [painter] }), { settings, painter });
    const { app, ...rest } = describeOne(
      new Graph({ name: "g", nodes: [painter], app: { outputs: [painter.image], inputs: [] } }),
      { settings, painter },
    );
    assert.deepEqual(app, { inputs: [], outputs: [{ node: "painter", port: "image" }] });
    // Results are kept under what the nodes are, so they stay fresh.
    assert.deepEqual(rest, plain);
    assert.ok(!("app" in plain));
    const stored = { file: "w.ts", files: [], graphs: [plain] };
    assert.deepEqual(v.parse(workflowDescriptionSchema, stored), stored);
  });
});
