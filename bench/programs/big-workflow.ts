/** Of a node, with the empty line behind it, on average. */
const LINES = 12.5;

/** A chain of 40 nodes in 500 lines, or of others: endpoints of an app (`startTinyApp` of the tests), and functions between them. */
export function bigWorkflow(app: string, { lines = 500 }: { readonly lines?: number } = {}): string {
  const length = Math.round(lines / LINES);
  const nodes = Array.from({ length }, (_, n) => (n % 2 === 0 ? speech(n, app) : words(n)));
  const end = `export default new Graph({ name: "Big", nodes: [n${length - 1}] });\n`;
  return `import { FnNode, GradioNode, Graph, gr } from "daggr";\n\n${nodes.join("\n")}\n${end}`;
}

function speech(n: number, app: string): string {
  const text = n === 0 ? `gr.Textbox({ label: "Text", lines: 3 })` : `n${n - 1}.text`;
  return `// Reads the text aloud.
const n${n} = new GradioNode("${app}", {
  apiName: "/say",
  inputs: {
    text: ${text},
    voice: gr.Dropdown({ label: "Voice ${n}", choices: ["Alice", "Bob"], value: "Alice" }),
  },
  outputs: { audio: gr.Audio({ label: "Speech ${n}" }) },
});
`;
}

function words(n: number): string {
  return `const n${n} = new FnNode(
  ({ audio, scale = 2, title }, context) => {
    context.log(audio.length);
    const words = title.split(" ").map((word) => word.toUpperCase());
    const parts = words.filter((word) => word.length > scale);
    return { count: parts.length, text: parts.join(" ") };
  },
  {
    inputs: { audio: n${n - 1}.audio, title: gr.Textbox({ label: "Title ${n}" }) },
    outputs: { count: gr.Number(), text: gr.Textbox() },
  },
);
`;
}
