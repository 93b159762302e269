// @ts-check
// Which part may import which. `npm test -- static` holds it, and test/unit/layers.test.ts proves that it refuses what it should.

/**
 * The layers, lowest first, in the order of the table in ARCHITECTURE.md. A file may import its own layer and lower ones.
 * Each entry is a folder, or a file, below the root. Entries of one line are peers that do not know each other.
 */
export const layers = [
  ["src/runtime/defaults.ts", "src/runtime/values", "src/runtime/text", "src/runtime/typescript.ts"],
  ["src/runtime/failures", "src/runtime/rpc"],
  ["src/runtime/components"],
  ["src/runtime/graph"],
  ["src/runtime/daggr", "src/runtime/files"],
  ["src/runtime/sheets", "src/runtime/compile", "src/runtime/content"],
  ["src/runtime/protocol"],
  ["src/runtime/plan"],
  ["src/runtime/run"],
  ["src/runtime/process", "src/runtime/hub", "src/runtime/layout"],
  ["src/runtime/gradio", "src/runtime/inference"],
  ["src/runtime/services.ts", "src/runtime/recordings", "src/runtime/api-types", "src/runtime/queue"],
  ["src/runtime/session", "src/runtime/check", "src/runtime/typescript-plugin"],
  ["src/runtime/canvas-host", "src/runtime/headless"],
  ["src/runtime/tests"],
  ["src/server", "src/deploy", "src/lsp", "src/mcp"],
  ["src/extension", "src/terminal", "webview"],
];

/** @param {readonly string[]} places */
const inside = (places) => places.map((place) => `^${place.replaceAll(".", "\\.")}($|/)`);

/** Every layer, and what stands above it or beside it. @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const upwards = layers.flatMap((layer, index) =>
  layer.map((place) => {
    const others = [...layers.slice(index + 1).flat(), ...layer.filter((peer) => peer !== place)];
    return {
      name: `no-import-up-from-${place}`,
      comment: `${place} imports something that stands above it or beside it. Move what both need down, or let the lower one declare an interface.`,
      severity: "error",
      from: { path: inside([place]) },
      to: { path: inside(others) },
    };
  }),
);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...upwards,
    {
      name: "no-circle",
      comment: "Files import each other in a circle, types included. Move what both need to a third file.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "every-file-has-a-layer",
      comment:
        "This folder is in no layer: add it to `layers` in .dependency-cruiser.mjs and to ARCHITECTURE.md.",
      severity: "error",
      from: { path: "^src/", pathNot: inside(layers.flat()) },
      to: {},
    },
    {
      name: "engine-knows-no-editor",
      comment:
        "The engine runs in the editor, the terminal, a server and tests: it may not import VS Code or Svelte.",
      severity: "error",
      from: { path: "^src/(runtime|server|deploy|mcp|terminal)/" },
      to: {
        path: "^(vscode|svelte|@xyflow/svelte)($|/)|(^|/)node_modules/(vscode|svelte|@xyflow/svelte|@types/vscode)/|\\.svelte(\\.ts)?$",
      },
    },
    {
      name: "canvas-knows-no-editor",
      comment: "The canvas knows a host connection, not VS Code.",
      severity: "error",
      from: { path: "^webview/" },
      to: { path: "^vscode$|(^|/)node_modules/@types/vscode/" },
    },
    {
      name: "product-knows-no-tests",
      comment: "What ships may not import tests, benchmarks or scripts.",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: { path: "^(test|bench|scripts)/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".svelte", ".json"] },
  },
};
