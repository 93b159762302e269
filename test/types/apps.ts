// The option `app` of a graph.
import { FnNode, GradioNode, Graph, InputNode, gr } from "daggr";

const prompt = gr.Textbox({ label: "Prompt" });
const settings = new InputNode({ ports: { steps: gr.Slider(), size: gr.Radio({ choices: ["a", "b"] }) } });
const painter = new GradioNode("a/b", {
  inputs: { prompt, steps: settings.steps, strength: gr.Number() },
  outputs: { image: gr.Image(), lines: gr.JSON<{ a: number }[]>() },
});
const each = new FnNode(({ line }: { line: { a: number } }) => line.a, {
  inputs: { line: painter.lines.each },
  outputs: { a: gr.Number() },
});
const choice = painter.or(new GradioNode("c/d", { outputs: { image: gr.Image(), lines: gr.JSON() } }));
const nodes = [each, choice];

new Graph({ name: "x", nodes, app: {} });
new Graph({
  name: "x",
  nodes,
  app: { inputs: [prompt, settings.steps, "painter.strength", choice, painter] },
});
new Graph({ name: "x", nodes, app: { outputs: [painter.image, painter.lines, each.a, each] } });
// @ts-expect-error no such port
new Graph({ name: "x", nodes, app: { outputs: [painter.imagee] } });
// @ts-expect-error no such port of inputs
new Graph({ name: "x", nodes, app: { inputs: [settings.width] } });
// @ts-expect-error a component is no output
new Graph({ name: "x", nodes, app: { outputs: [prompt] } });
// @ts-expect-error a name has its node before it
new Graph({ name: "x", nodes, app: { inputs: ["strength"] } });
// @ts-expect-error the component is not made
new Graph({ name: "x", nodes, app: { inputs: [gr.Textbox] } });
// @ts-expect-error one item of a list
new Graph({ name: "x", nodes, app: { outputs: [painter.lines.each] } });
// @ts-expect-error a field of the items
new Graph({ name: "x", nodes, app: { outputs: [painter.lines.each.a] } });
// @ts-expect-error a list of all results
new Graph({ name: "x", nodes, app: { outputs: [each.a.all()] } });
// @ts-expect-error a list is wanted
new Graph({ name: "x", nodes, app: { outputs: painter.image } });
// @ts-expect-error no such option
new Graph({ name: "x", nodes, app: { output: [painter.image] } });
