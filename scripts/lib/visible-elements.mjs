// @ts-check
// Svelte Flow draws either all cards or those in view, and nothing between, so its module for that is replaced by ours, which
// uses it.
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

const original = inRoot("node_modules/@xyflow/svelte/dist/lib/store/visibleElements.js");

/** @type {import("esbuild").Plugin} */
export const visibleElements = {
  name: "visible-elements",
  setup(build) {
    build.onResolve({ filter: /\/visibleElements\.js$/ }, ({ path, resolveDir, kind }) =>
      kind === "import-statement" && join(resolveDir, path) === original
        ? { path: inRoot("webview/flow/visible-elements.ts") }
        : undefined,
    );
    build.onResolve({ filter: /^svelte-flow:visible-elements$/ }, () => ({ path: original }));
  },
};
