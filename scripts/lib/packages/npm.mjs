// @ts-check
// The npm package `daggr`: program, engine, page and types, with nothing to install beside it. daggr-VERSION.tgz
import { statSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../paths.mjs";
import { run } from "../run.mjs";
import { addresses, readManifest, stage } from "./staging.mjs";

export async function packNpm() {
  const manifest = await readManifest();
  const folder = inRoot("out", "npm-package");
  await stage(folder, ["README.md", "CHANGELOG.md", "LICENSE", "dist"], npmManifest(manifest));
  // VS Code's part of dist/.
  for (const part of ["extension.cjs", "bin"])
    await rm(join(folder, "dist", part), { recursive: true, force: true });
  await leadLinksToSources(join(folder, "README.md"), addresses(manifest));
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", inRoot()], {
    cwd: folder,
    quiet: true,
    what: "npm pack",
  });
  const file = inRoot(`daggr-${manifest.version}.tgz`);
  console.log(`${file}: ${(statSync(file).size / 1024 / 1024).toFixed(2)} MB`);
}

/** @param {Record<string, any>} manifest */
function npmManifest({ version, description, license, repository, homepage, bugs, keywords, engines }) {
  return {
    name: "daggr",
    version,
    description,
    ...{ license, repository, homepage, bugs, keywords },
    type: "module",
    bin: { daggr: "dist/daggr.cjs" },
    types: "./dist/types/daggr.d.ts",
    exports: {
      ".": { types: "./dist/types/daggr.d.ts", default: "./dist/daggr-module.mjs" },
      "./package.json": "./package.json",
    },
    engines: { node: engines.node },
  };
}

/**
 * The registry's page shows the README without the files around it.
 * @param {string} file @param {{ pages: string, pictures: string }} addresses
 */
async function leadLinksToSources(file, { pages, pictures }) {
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace(/(!?)\[([^\]]*)\]\((?!https?:|#)([^)]+)\)/g, (_, mark, label, path) =>
      mark ? `![${label}](${pictures}/${path})` : `[${label}](${pages}/${path})`,
    ),
  );
}
