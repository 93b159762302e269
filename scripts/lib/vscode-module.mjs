// @ts-check
// A bundler copies the API of VS Code, some two hundred properties, for each module that imports it: to load the extension took
// longer for that than for all else. As one module with names it is taken once, and uses of it are plain variables.
import { readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";

const exported = /^\texport (?:abstract )?(?:const|let|class|enum|namespace|function) (\w+)/gm;

/** @type {import("esbuild").Plugin} */
export const vscodeModule = {
  name: "vscode-module",
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace: "vscode-module" } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: "vscode-module" }, () => {
      const types = readFileSync(inRoot("node_modules/@types/vscode/index.d.ts"), "utf8");
      const names = new Set([...types.matchAll(exported)].map(([, name]) => name));
      return { contents: `export const { ${[...names].join(", ")} } = require("vscode");` };
    });
  },
};
