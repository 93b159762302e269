// @ts-check
// The tests that run inside an extension host are bundled first: the host loads CommonJS and no TypeScript.
import { readdir, rm } from "node:fs/promises";
import * as esbuild from "esbuild";
import { inRoot, root } from "./paths.mjs";

/** The module that the extension host loads. */
export const hostTests = inRoot("out/test/host/index.cjs");

/** The folder that is open while they run. */
export const hostWorkspace = inRoot("test/workspaces/host");

/** Bundles test/host/index.ts and every test in its folder. */
export async function bundleHostTests() {
  const files = (await readdir(inRoot("test/host"), { recursive: true })).filter((file) =>
    file.endsWith(".test.ts"),
  );
  await rm(inRoot("out/test/host"), { recursive: true, force: true });
  await bundleForHost(["index.ts", ...files].map((file) => `test/host/${file}`));
}

/**
 * Bundles modules of the repository for an extension host, to out/ under their own names.
 * @param {string[]} files
 */
export async function bundleForHost(files) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: ".",
    outdir: "out",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
  });
}
