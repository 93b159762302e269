import { parentPort, workerData } from "node:worker_threads";
import { surviveStrayFailures } from "../failures/stray-failures.ts";
import { Rpc } from "../rpc/rpc.ts";
import { portWire } from "../rpc/wires.ts";
import { ModuleCache } from "./module-cache.ts";
import type { CompilerCalls, CompilerStart } from "./compiler.ts";
import { Modules } from "./modules.ts";
import { forgetConfigs } from "./resolve/tsconfig.ts";
import { compilerVersion } from "./module-cache.ts";
import { compileModule } from "./emit/compile-module.ts";
import { compileWorkflow } from "./compile-workflow.ts";
import { withoutLink } from "./resolve/links.ts";

// The compiler, kept warm in a thread of its own: workflow processes come and go, and each would have to load it again.

if (!parentPort) throw new Error("The compiler runs in a worker thread only.");

const { dist, cache: folder } = workerData as CompilerStart;
const cache = new ModuleCache(folder, compilerVersion(dist));

new Rpc<Record<never, never>, CompilerCalls>(portWire(parentPort), {
  compile: ({ file }) => {
    forgetConfigs();
    const modules = new Modules(cache);
    compileWorkflow(withoutLink(file), modules);
    return modules.takeSnapshot();
  },
  prepare: () => {
    warmUp();
    cache.prune();
  },
});

surviveStrayFailures((text) => process.stderr.write(`${text}\n`));

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
function warmUp(): void {
  for (let round = 0; round < 3; round++) compileModule("/sample.ts", sample);
}
