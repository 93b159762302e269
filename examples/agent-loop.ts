// An agent in a loop: paint a picture, let a model judge it, and paint another one, at most five times.
import { FnNode, GradioNode, Graph, gr, type ImageFile } from "daggr";

// The function below calls these two. They have no wires, and run only when they are called.
const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { height: 512, width: 512 },
  outputs: { image: gr.Image({ label: "Draft" }) },
});

const judge = new GradioNode("vikhyatk/moondream2", {
  apiName: "/answer_question",
  outputs: { answer: gr.Textbox({ label: "Judgement" }) },
});

const agent = new FnNode(
  async ({ subject }, context): Promise<ImageFile | null> => {
    let picture: ImageFile | null = null;
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { image } = await context.call(painter, { prompt: subject, seed: attempt });
      const question = `Does the picture show this: ${subject} Answer with yes or no.`;
      const { answer } = await context.call(judge, { img: image, prompt: question });
      picture = image;
      if (/^yes/i.test(answer ?? "")) break;
    }
    return picture;
  },
  {
    inputs: { subject: gr.Textbox({ label: "Subject", value: "A cat that reads a newspaper.", lines: 2 }) },
    outputs: { picture: gr.Image({ label: "Picture" }) },
    // Each call is kept: stopped in the middle, the function goes on where it was.
    calls: { painter, judge },
  },
);

export default new Graph({ name: "Agent Loop", nodes: [agent] });
