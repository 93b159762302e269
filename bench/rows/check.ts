import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { filePath } from "../../src/runtime/check/language.ts";
import type { LanguageCalls, LanguageHostCalls, LanguageEvent } from "../../src/runtime/protocol/language.ts";
import { Rpc } from "../../src/runtime/protocol/rpc.ts";
import { workerWire } from "../../src/runtime/protocol/wires.ts";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { Benchmark } from "../benchmark.ts";

type Remote = Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>["remote"];

let remote: Remote | undefined;
let file = "";
let version = 0;

/** A chain of 40 nodes in some 500 lines: Spaces that cannot be reached, and functions between them. */
function workflow(): string {
  const nodes = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? space(n) : fn(n)));
  return `import { FnNode, GradioNode, Graph, gr } from "daggr";\n\n${nodes.join("\n")}\nexport default new Graph({ name: "Big", nodes: [n39] });\n`;
}

function space(n: number): string {
  return `const n${n} = new GradioNode("http://127.0.0.1:9", {
  apiName: "/generate_image",
  inputs: {
    prompt: ${n === 0 ? `gr.Textbox({ label: "Prompt" })` : `n${n - 1}.text`},
    height: 1024,
    width: 1024,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Image ${n}" }) },
});
`;
}

function fn(n: number): string {
  return `const n${n} = new FnNode(
  ({ image, scale = 2, title }, context) => {
    context.log(image.length);
    const words = title.split(" ").map((word) => word.toUpperCase());
    const parts = words.filter((word) => word.length > scale);
    return { count: parts.length, text: parts.join(" ") };
  },
  {
    inputs: { image: n${n - 1}.image, title: gr.Textbox({ label: "Title ${n}" }) },
    outputs: { count: gr.Number(), text: gr.Textbox() },
  },
);
`;
}

/** One key press to the worker's answer, warm. */
export default {
  title: "check of a workflow with 40 nodes after a key press",
  runs: 40,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    const worker = new Worker(inRoot("dist/language-worker.cjs"));
    const rpc = new Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>(workerWire(worker), {
      huggingFaceToken: () => undefined,
      login: () => undefined,
    });
    remote = rpc.remote;
    file = filePath(join(folder, "workflow.ts"));
    await remote.start({ dist: inRoot("dist"), cache: join(folder, "cache") });
    await remote.open({ file, version: 0, text: workflow() });
    for (let run = 0; run < 15; run++) await keyPress();
    return async () => {
      await worker.terminate();
      await rm(folder, { recursive: true });
    };
  },
  sides: { "language worker": keyPress },
} satisfies Benchmark;

async function keyPress(): Promise<number> {
  if (remote === undefined) throw new Error("The worker was not started.");
  version++;
  await remote.change({ file, version, changes: [{ text: `${workflow()}// ${version}\n` }] });
  const start = performance.now();
  await remote.check({ file, version });
  return performance.now() - start;
}
