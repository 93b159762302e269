import { Worker } from "node:worker_threads";

// Run as a program of its own: an engine in a thread, whose workflow process spins. The thread ends when a line comes on standard
// input; the program goes on until the input ends.

const engine = new URL("./abandoned.ts", import.meta.url).href;
// A thread of Node 20 does not take over the loader of TypeScript.
const code = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${JSON.stringify(engine)}, ${JSON.stringify(import.meta.url)}));`;
const worker = new Worker(code, { eval: true });
process.stdin.once("data", () => void worker.terminate());
process.stdin.on("end", () => process.exit());
