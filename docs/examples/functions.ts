import { FnNode, Graph, gr } from "daggr";

const poem = new FnNode(
  async function* ({ subject, verses = 3 }, context) {
    const lines: string[] = [];
    for (let verse = 1; verse <= verses; verse++) {
      context.signal.throwIfAborted();
      lines.push(`Verse ${verse} of ${subject}`);
      context.progress(verse / verses, `verse ${verse}`);
      context.log(`made verse ${verse}`);
      yield lines.join("\n"); // shown at once, in place of what was yielded before
    }
    return `${lines.join("\n")}\nThe end`; // the result
  },
  {
    inputs: { subject: gr.Textbox({ value: "the sea" }) },
    outputs: { text: gr.Textbox({ label: "Poem", lines: 5 }) },
  },
);

export default new Graph({ name: "Poem", nodes: [poem] });
