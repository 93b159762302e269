import { existsSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";
import { inRoot } from "../../../../scripts/lib/paths.mjs";
import { targets } from "../../../../scripts/lib/targets.mjs";

const wanted = [
  "compile-worker.cjs",
  "workflow-process.cjs",
  "workflow-hooks.cjs",
  "workflow-watchdog.cjs",
  "daggr-module.mjs",
  "typescript.cjs",
];

let built: Promise<string> | undefined;

/** The bundles that a workflow process consists of, made from the present sources. Answers their folder. */
export function processBundles(): Promise<string> {
  return (built ??= buildAll());
}

async function buildAll(): Promise<string> {
  const folder = inRoot("out", "process-bundles");
  const chosen = targets({ dev: true }).filter(({ name }) => wanted.includes(name));
  await Promise.all(
    chosen.map(async ({ name, options }) => {
      const outfile = `${folder}/${basename(name)}`;
      // The compiler is large and does not change.
      if (name === "typescript.cjs" && existsSync(outfile)) return;
      await build({ ...options, outfile, logLevel: "warning", sourcemap: false });
    }),
  );
  return folder;
}
