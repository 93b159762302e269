// Runs a scatter in a process of its own, with the queue of the address that is given, and prints which modules were loaded.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Session } from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../../scripts/lib/paths.mjs";
import { defaults } from "../../../../src/runtime/defaults.ts";
import { openWorkflow } from "../../../../src/runtime/headless/workflow.ts";

const address = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), "daggr-loaded-"));
try {
  const file = join(folder, "workflow.ts");
  await writeFile(
    file,
    `import { FnNode, Graph, gr } from "daggr";
const list = new FnNode(() => [1, 2, 3], { outputs: { numbers: gr.JSON() } });
const square = new FnNode(({ at }: { at: number }) => at * at, {
  inputs: { at: list.numbers.each }, outputs: { square: gr.Number() }, concurrent: true });
export default new Graph({ name: "Squares", nodes: [square] });
`,
  );
  const outcome = await openWorkflow({
    file,
    ...(address !== undefined && { queue: { address } }),
    cache: join(folder, "cache"),
    dist: inRoot("dist"),
    folder,
    settings: defaults,
    credentials: {
      huggingFaceToken: () => Promise.resolve(undefined),
      login: () => Promise.resolve(undefined),
    },
    log: () => {},
  });
  if (outcome.type === "failed") throw new Error(outcome.failure.message);
  const { report } = await outcome.workflow.run();
  await outcome.workflow.close();
  console.log(JSON.stringify({ results: report.results, modules: loadedModules() }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();

/** The debugger tells all scripts that were compiled, also those from before it listens. */
function loadedModules(): readonly string[] {
  const urls: string[] = [];
  const session = new Session();
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }) => urls.push(params.url));
  session.post("Debugger.enable");
  session.disconnect();
  return urls;
}
