// Functions that call nodes: what comes back is typed by the node.
import { FnNode, GradioNode, Graph, TextInput, gr, type ImageFile } from "daggr";
import { same } from "./expect.ts";

const painter = new GradioNode("a/b", {
  apiName: "/paint",
  outputs: { image: gr.Image(), seed: gr.Number() },
});
const judge = new FnNode(({ image }: { image: ImageFile }) => ({ good: image.length > 3, why: "" }), {
  outputs: { good: gr.Checkbox(), why: gr.Textbox() },
});
const person = new TextInput({ message: "What next?" });

const agent = new FnNode(
  async ({ prompt }, context) => {
    const { image, seed } = await context.call(painter, { prompt });
    same<typeof image, ImageFile>(true);
    same<typeof seed, number>(true);
    const [first, { text }] = await Promise.all([context.call(judge, { image }), context.call(person)]);
    same<typeof first.good, boolean>(true);
    same<typeof text, string>(true);
    // @ts-expect-error
    void first.bad;
    // @ts-expect-error
    void context.call(painter.image, { prompt });
    // @ts-expect-error
    void context.call("painter", { prompt });
    // @ts-expect-error
    void context.call(judge, "image");
    return image;
  },
  { inputs: { prompt: gr.Textbox() }, outputs: { image: gr.Image() }, calls: { painter, judge, person } },
);
same<(typeof agent)["image"] extends (typeof painter)["image"] ? true : false, true>(true);

new FnNode(() => 1, { calls: [painter, judge.or(judge)] });
// @ts-expect-error
new FnNode(() => 1, { calls: painter.image });
// @ts-expect-error
new FnNode(() => 1, { calls: [painter.image] });
// @ts-expect-error
new FnNode(() => 1, { calls: { painter: "painter" } });

new Graph({ name: "x", nodes: [agent] });
