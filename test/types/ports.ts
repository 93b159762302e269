// Ports of services: short and long forms, misspelt ones, reserved names, and what has `each` and `all()`.
import { GradioNode, Graph, InputNode, gr, type AnyNode, type ImageFile, type Port } from "daggr";
import { same, type Carried, type DepthOf } from "./expect.ts";

const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Prompt" }),
    height: 1024,
    seed: Math.random,
    tags: ["a", "b"],
    more: { a: [1] },
  },
  outputs: {
    image: gr.Image({ label: "Image" }),
    name: gr.Textbox(),
    toString: gr.Number(),
    meta: gr.JSON<{ a: number; then: string }[]>(),
    any: gr.JSON(),
    hidden: null,
    texts: gr.JSON<string[]>(),
    maybe: gr.JSON<{ a: number }[] | null>(),
  },
});

same<Carried<typeof painter.image>, ImageFile>(true);
same<DepthOf<typeof painter.image>, 0>(true);
const long: Port<string> = painter.outputs.name;
const own: string = painter.name;
const text: string = painter.toString();
const counted: Port<number> = painter.outputs.toString;
same<Carried<typeof painter.hidden>, any>(true);

// @ts-expect-error misspelt port
painter.imagee;
// @ts-expect-error misspelt port, long form
painter.outputs.imagee;
// @ts-expect-error the port is painter.outputs.name, painter.name is text
const wrong: Port<string> = painter.name;

same<Carried<typeof painter.meta.each>, { a: number; then: string }>(true);
same<Carried<typeof painter.meta.each.a>, number>(true);
same<DepthOf<typeof painter.meta.each.a>, 1>(true);
same<Carried<typeof painter.any.each>, any>(true);
same<Carried<typeof painter.any.each.anything>, any>(true);
same<Carried<typeof painter.texts.each>, string>(true);
same<Carried<typeof painter.maybe.each.a>, number>(true);

// @ts-expect-error scatter over no list
painter.image.each.foo;
// @ts-expect-error scatter over no list, used as an input
new GradioNode("a/b", { inputs: { x: painter.image.each } });
// @ts-expect-error items have no such field
painter.meta.each.b;
// @ts-expect-error text has no fields
painter.texts.each.length;
// @ts-expect-error every object has a member `then`, so no field is offered
painter.meta.each.then;
// @ts-expect-error gather of something that is not scattered
painter.image.all();
// @ts-expect-error an item of an item cannot be reached in one step
painter.any.each.a.each;

// Inputs that are mistakes whatever the endpoint wants.
// @ts-expect-error a component's factory
new GradioNode("a/b", { inputs: { x: gr.Textbox } });
// @ts-expect-error a function that needs an argument
new GradioNode("a/b", { inputs: { x: JSON.parse } });
// @ts-expect-error a node instead of its port
new GradioNode("a/b", { inputs: { x: painter } });
// @ts-expect-error undefined
new GradioNode("a/b", { inputs: { x: undefined } });
// @ts-expect-error no such option
new GradioNode("a/b", { api_name: "/x" });
// @ts-expect-error positional options
new GradioNode("a/b", "/x");
// @ts-expect-error an output must be a component
new GradioNode("a/b", { outputs: { x: "image" } });

// Postprocess: what comes back must fit the outputs where its type is known.
new GradioNode("a/b", { postprocess: (_first, second) => second, outputs: { image: gr.Image() } });
new GradioNode("a/b", {
  postprocess: (one, two) => ({ image: two, seed: 1, not: one }),
  outputs: { image: gr.Image(), seed: gr.Number() },
});
new GradioNode("a/b", {
  postprocess: async (one: string, two: number) => [one, two],
  outputs: { image: gr.Image(), seed: gr.Number() },
});
new GradioNode("a/b", {
  // @ts-expect-error a number is no image
  postprocess: (_first, second: number) => second,
  outputs: { image: gr.Image() },
});
new GradioNode("a/b", {
  inputs: { prompt: gr.Textbox(), image: painter.image, n: 5 },
  preprocess: ({ prompt, image, n }) => ({ text: prompt.trim(), files: [image], n: n + 1 }),
});
new GradioNode("a/b", {
  inputs: { n: 5 },
  // @ts-expect-error a number has no trim
  preprocess: ({ n }) => ({ n: n.trim() }),
});

const settings = new InputNode({ name: "Settings", ports: { height: gr.Slider(), prompt: gr.Textbox() } });
same<Carried<typeof settings.height>, number>(true);
// @ts-expect-error no such port
settings.width;
// @ts-expect-error ports are components
new InputNode({ ports: { height: 5 } });

const nodes: AnyNode[] = [painter, settings];
new Graph({ name: "x", nodes: [...nodes, painter] });
new Graph({ name: "x", nodes, persistKey: false });
// @ts-expect-error a port is no node
new Graph({ name: "x", nodes: [painter.image] });
// @ts-expect-error a graph needs a name
new Graph({ nodes });

painter.test({ prompt: "a cat" }).then((result) => same<typeof result.image, ImageFile>(true));

export { counted, long, own, text, wrong };
