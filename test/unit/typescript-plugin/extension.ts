import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { daggrTypes } from "../../../scripts/daggr-types.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { targets } from "../../../scripts/lib/targets.mjs";

/** As much of the extension as TypeScript's server sees: the plugin, and the types, laid out as in the package. */
export async function makeExtension(): Promise<string> {
  const folder = temporaryFolder();
  const types = join(folder, "dist/types");
  mkdirSync(types, { recursive: true });
  writeFileSync(join(types, "daggr.d.ts"), daggrTypes());
  mkdirSync(join(types, "node_modules/@types"), { recursive: true });
  symlinkSync(inRoot("node_modules/@types/node"), join(types, "node_modules/@types/node"), "dir");
  const plugin = targets({ dev: false }).find(({ name }) => name === "typescript-plugin")!;
  const home = join(folder, "node_modules/daggr-typescript-plugin");
  await build({ ...plugin.options, outfile: join(home, "index.js") });
  writeFileSync(
    join(home, "package.json"),
    JSON.stringify({ name: "daggr-typescript-plugin", main: "index.js" }),
  );
  return folder;
}

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "daggr-plugin-")));
}
