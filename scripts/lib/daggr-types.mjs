// @ts-check
// dist/types/daggr.d.ts: the types of the `daggr` module.
import { inRoot, root } from "./paths.mjs";
import { run } from "./run.mjs";

const script = inRoot("scripts", "daggr-types.ts");

export async function writeDaggrTypes() {
  await run(process.execPath, ["--import", "tsx", script], {
    cwd: root,
    what: "writing dist/types/daggr.d.ts",
  });
}
