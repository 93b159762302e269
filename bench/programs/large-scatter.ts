// A scatter of ten thousand items by itself in a process, so that its memory can be told. Prints milliseconds and megabytes.
import { Bench } from "../../test/unit/support/bare-run.ts";
import { fn, graph, port } from "../../test/unit/support/graphs.ts";
import { inThread } from "../../test/unit/support/in-thread.ts";

const count = Number(process.argv[2]);
const items = Array.from({ length: count }, (_, index) => ({ index, text: `item ${index}` }));
let open = 0;
let most = 0;
const executors = inThread(
  async (inputs, _context, node) => {
    if (node.name === "list") return { output: items };
    most = Math.max(most, ++open);
    await new Promise(setImmediate);
    open--;
    return { output: inputs["x"] ?? null };
  },
  { group: (node) => ({ name: node.name, limit: 20 }) },
);
const bench = new Bench(graph(fn("list"), fn("each", { x: port("list.output.each") })), executors);
const start = performance.now();
const { failed } = await bench.run();
const time = performance.now() - start;
const done = bench.shown("each")?.items?.length;
// Kilobytes, the most there ever was.
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ time, megabytes, most, done, failed: Object.keys(failed).length }));
