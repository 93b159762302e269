// Writes dist/types/daggr.d.ts: the types of the `daggr` module in one file that needs no other one of this project.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { generateDtsBundle } from "dts-bundle-generator";
import { inRoot } from "./lib/paths.mjs";

export function daggrTypes(): string {
  const [declarations] = generateDtsBundle(
    [
      {
        filePath: inRoot("src/runtime/daggr/public.ts"),
        output: { noBanner: true, exportReferencedTypes: false },
      },
    ],
    { preferredConfigPath: inRoot("tsconfig.json") },
  );
  if (/^\s*import\b/m.test(declarations!)) {
    throw new Error("The types of daggr would import something, but they have to stand alone.");
  }
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { version: string };
  return `// Types of daggr ${version}, for workflow files.\n/// <reference types="node" />\n\n${declarations}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  mkdirSync(inRoot("dist/types"), { recursive: true });
  writeFileSync(inRoot("dist/types/daggr.d.ts"), daggrTypes());
}
