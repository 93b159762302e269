// @ts-check
// The extension: daggr-VERSION.vsix, for VS Code's Marketplace and Open VSX.
import { statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { inRoot } from "../paths.mjs";
import { addresses, readManifest, stage } from "./staging.mjs";

const megabyte = 1024 * 1024;
const limit = 6 * megabyte;

/**
 * vsce takes from node_modules only what is a production dependency. The plugin for TypeScript's server must be there, but
 * is made by the build and known to no registry; so the staged manifest names it.
 */
export async function packExtension() {
  const manifest = await readManifest();
  const folder = inRoot("out", "package");
  const file = inRoot(`daggr-${manifest.version}.vsix`);
  const plugin = "daggr-typescript-plugin";
  const { devDependencies: _, scripts: __, allowScripts: ___, bin: ____, ...kept } = manifest;
  await stage(
    folder,
    [
      ...[".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE", "package.nls.json"],
      ...["media", "syntaxes", "dist", `node_modules/${plugin}`],
    ],
    { ...kept, dependencies: { [plugin]: manifest.version } },
  );
  await rm(file, { force: true });
  const { createVSIX } = await import("@vscode/vsce");
  const { pages, pictures } = addresses(manifest);
  await createVSIX({ cwd: folder, packagePath: file, baseContentUrl: pages, baseImagesUrl: pictures });

  const { size } = statSync(file);
  console.log(`${file}: ${(size / megabyte).toFixed(2)} MB`);
  if (size >= limit) {
    console.error(`The package must be under ${limit / megabyte} MB.`);
    process.exitCode = 1;
  }
}
