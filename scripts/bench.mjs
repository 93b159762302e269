// @ts-check
// `npm run bench [-- --quick] [--slow] [--document] [NAME…]`: installs what the benchmarks need, builds, and measures.
import { installForTests } from "./lib/environment.mjs";
import { installDependencies } from "./lib/npm.mjs";
import { inRoot, root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

await installDependencies();
const missing = await installForTests(new Set(["gradio", "daggr", "server", "chromium"]));
for (const [what, why] of missing) console.error(`${what} is missing: ${why}`);
await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
await run(process.execPath, ["--import", "tsx", inRoot("bench/run.ts"), ...process.argv.slice(2)], {
  cwd: root,
  what: "the benchmark",
});
