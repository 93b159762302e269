import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";

const drawings = new FnNode(
  async ({ colours }, { files }) =>
    Promise.all(
      colours.split(" ").map(async (colour) => {
        const path = join(files, `${colour}.svg`);
        await writeFile(
          path,
          `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="${colour}"/></svg>`,
        );
        return { image: path, caption: colour };
      }),
    ),
  {
    inputs: { colours: gr.Textbox({ value: "crimson gold teal" }) },
    outputs: { pictures: gr.Gallery({ label: "Colours" }) },
  },
);

const size = new FnNode(async ({ picture }) => (await readFile(picture)).byteLength, {
  inputs: { picture: drawings.pictures.each.image },
  outputs: { bytes: gr.Number() },
});

export default new Graph({ name: "Colours", nodes: [size] });
