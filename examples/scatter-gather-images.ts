// One picture per line of text, each of them cut out, and all of them in one gallery.
import { FnNode, GradioNode, Graph, gr } from "daggr";

const subjects = new FnNode(
  ({ animals, style }) =>
    animals
      .split("\n")
      .map((animal) => animal.trim())
      .filter((animal) => animal !== "")
      .map((animal) => ({ animal, prompt: `${animal}, ${style}, plain background` })),
  {
    inputs: {
      animals: gr.Textbox({ label: "Animals", value: "a cheetah\na red fox\na barn owl", lines: 4 }),
      style: gr.Dropdown({ label: "Style", choices: ["photo", "watercolour", "linocut"] }),
    },
    outputs: { list: gr.JSON({ label: "Subjects" }) },
  },
);

// `.each.prompt`: this node runs once per subject, several of them at the same time.
const picture = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: subjects.list.each.prompt, height: 768, width: 768, seed: Math.random },
  outputs: { image: gr.Image({ label: "Picture" }) },
});

// Uses a scattered port, so it runs once per picture too.
const cutout = new GradioNode("hf-applications/background-removal", {
  apiName: "/image",
  inputs: { image: picture.image },
  postprocess: (_original, final) => final,
  outputs: { image: gr.Image({ label: "Cut-out" }) },
});

// `.all()`: the list of all results. It waits for every item.
const gallery = new FnNode(
  ({ images, subjects }) =>
    images.map((image, index) => ({ image, caption: subjects[index]?.animal ?? null })),
  {
    inputs: { images: cutout.image.all(), subjects: subjects.list },
    outputs: { gallery: gr.Gallery({ label: "Animals", columns: 3 }) },
  },
);

export default new Graph({ name: "Animal Stickers", nodes: [gallery] });
