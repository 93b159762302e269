import { compileModule } from "./emit/compile-module.ts";

/** A little of everything, so that the compiler's parts are loaded and have run once before a person waits for them. */
const sample = `
import { FnNode, GradioNode, Graph, gr } from "daggr";
import type { Json } from "./types.ts";
export interface Item { readonly text: string; count?: number }
enum Level { Low, High }
class Counter<T> { #items: T[] = []; constructor(private readonly level: Level) {} add(item: T): this { this.#items.push(item); return this; } }
const painter = new GradioNode("owner/space", { apiName: "/paint", inputs: { prompt: gr.Textbox({ value: "a" }), seed: Math.random }, outputs: { image: gr.Image() } });
const count = new FnNode(async function* ({ text, limit = 3 }: { text: string; limit?: number }) { for (const word of text.split(" ")) yield \`\${word} \${limit as number}\`; }, { inputs: { text: painter.image } });
export const { a, ...rest } = { a: 1, b: new Counter<string>(Level.High) };
export default new Graph({ name: "Sample", nodes: [count] });
`;

/** Loads the compiler and lets it run, so that the next file finds it at its full speed. */
export function warmUp(): void {
  for (let round = 0; round < 3; round++) compileModule("/sample.ts", sample);
}
