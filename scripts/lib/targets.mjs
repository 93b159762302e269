// @ts-check
// What is bundled, from which entry file, into which file of dist/.
import sveltePlugin from "esbuild-svelte";
import { oneStylesheet } from "./one-stylesheet.mjs";
import { inRoot, root } from "./paths.mjs";
import { staticChunks } from "./static-chunks.mjs";
import { visibleElements } from "./visible-elements.mjs";
import { vscodeModule } from "./vscode-module.mjs";

/** @typedef {import("esbuild").BuildOptions} BuildOptions */
/** @typedef {{ name: string, entry: string, options: BuildOptions }} Target */

/**
 * Big libraries are a file of their own next to the bundles: shared by all that need them, and loaded on first use. Sources
 * import them by their package names.
 */
const shared = {
  typescript: "./typescript.cjs",
  "@huggingface/inference": "./inference.cjs",
  "@huggingface/hub": "./hub.cjs",
  "@modelcontextprotocol/server": "./mcp-sdk.cjs",
  "@modelcontextprotocol/server/stdio": "./mcp-sdk.cjs",
  bullmq: "./bullmq.cjs",
  pg: "./bullmq.cjs",
  "@opentelemetry/api": "./telemetry.cjs",
  "@opentelemetry/context-async-hooks": "./telemetry.cjs",
  "@opentelemetry/core": "./telemetry.cjs",
  "@opentelemetry/exporter-trace-otlp-http": "./telemetry.cjs",
  "@opentelemetry/resources": "./telemetry.cjs",
  "@opentelemetry/sdk-trace": "./telemetry.cjs",
  "bullmq-otel": "./telemetry.cjs",
};

/** @type {import("esbuild").Plugin} */
const sharedLibraries = {
  name: "shared-libraries",
  setup(build) {
    for (const [name, path] of Object.entries(shared)) {
      const inFolder = build.initialOptions.splitting === true;
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) => ({
        path: inFolder && kind !== "require-call" ? `.${path}` : path,
        external: true,
      }));
    }
  },
};

/**
 * A custom property given to a component becomes an element with an inline style, which the webview's policy forbids. Svelte
 * Flow's minimap does it for its background. The canvas has an overview of its own; the benchmarks' plain page has the minimap.
 * @type {import("svelte/compiler").PreprocessorGroup}
 */
const withoutInlineStyle = {
  name: "without-inline-style",
  markup: ({ content, filename }) => {
    if (!filename?.endsWith("Minimap.svelte")) return;
    return { code: content.replace("--xy-minimap-background-color-props={bgColor}", "") };
  },
};

/** Chunks are in a folder of their own, and the rest of the program is where they would be without that. */
const chunkBanner = [
  `import { createRequire as __createRequire } from "node:module";`,
  `import { fileURLToPath as __fileURLToPath } from "node:url";`,
  `const __moduleUrl = new URL("../daggr.cjs", import.meta.url).href;`,
  `const __moduleFile = __fileURLToPath(__moduleUrl);`,
  `const __moduleFolder = __fileURLToPath(new URL(".", __moduleUrl)).replace(/[\\\\/]$/, "");`,
  `const require = __createRequire(__moduleUrl);`,
].join("\n");

/** @param {{ dev: boolean }} mode @returns {Target[]} */
export function targets({ dev }) {
  /** @type {BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: !dev,
    sourcemap: dev ? "linked" : false,
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
  };
  /** @type {BuildOptions} */
  const node = {
    ...common,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", ...new Set(Object.values(shared))],
    // Sources are ES modules and may ask where they are; bundles are CommonJS.
    define: {
      "import.meta.url": "__moduleUrl",
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
    },
    banner: { js: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    plugins: [sharedLibraries],
    // Its main file hides its parts from a bundler.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  };

  /** @param {string} name @param {string} entry @param {BuildOptions} [options] @returns {Target} */
  const bundle = (name, entry, options) => ({
    name,
    entry,
    options: { ...node, entryPoints: [inRoot(entry)], outfile: inRoot("dist", name), ...options },
  });

  return [
    bundle("extension.cjs", "src/extension/extension.ts", { plugins: [sharedLibraries, vscodeModule] }),
    bundle("language-worker.cjs", "src/runtime/check/worker.ts"),
    bundle("graph-worker.cjs", "src/runtime/session/worker.ts"),
    bundle("store-worker.cjs", "src/runtime/sheets/store-worker.ts"),
    bundle("layout-worker.cjs", "src/runtime/layout/worker.ts"),
    bundle("compile-worker.cjs", "src/runtime/compile/worker.ts"),
    bundle("workflow-process.cjs", "src/runtime/process/child/main.ts"),
    bundle("workflow-hooks.cjs", "src/runtime/process/child/load/hooks-thread.ts"),
    bundle("workflow-watchdog.cjs", "src/runtime/process/child/watchdog.ts"),
    {
      name: "terminal",
      entry: "src/terminal/main.ts",
      options: {
        ...node,
        // So that a command loads only what it needs.
        format: "esm",
        splitting: true,
        entryPoints: [inRoot("src/terminal/main.ts")],
        outdir: inRoot("dist/terminal"),
        outExtension: { ".js": ".mjs" },
        banner: { js: chunkBanner },
        // Libraries may declare `__dirname` themselves.
        define: {
          "import.meta.url": "__moduleUrl",
          "import.meta.dirname": "__moduleFolder",
          "import.meta.filename": "__moduleFile",
          __dirname: "__moduleFolder",
          __filename: "__moduleFile",
        },
      },
    },
    // What a workflow file's `import … from "daggr"` is at run time.
    bundle("daggr-module.mjs", "src/runtime/daggr/index.ts", {
      format: "esm",
      define: {},
      banner: {},
      plugins: [],
    }),
    // TypeScript's server looks for an extension's plugins in the extension's node_modules and nowhere else, and expects
    // the module itself to be the factory.
    bundle("typescript-plugin", "src/runtime/typescript-plugin/index.ts", {
      outfile: inRoot("node_modules/daggr-typescript-plugin/index.js"),
      footer: { js: "module.exports = module.exports.default ?? module.exports;" },
    }),
    bundle("typescript.cjs", "node_modules/typescript/lib/typescript.js", {
      define: {},
      banner: {},
      plugins: [],
      minify: true,
    }),
    bundle("inference.cjs", "node_modules/@huggingface/inference/dist/esm/index.js", { plugins: [] }),
    bundle("mcp-sdk.cjs", "scripts/lib/mcp-sdk.mjs", { plugins: [] }),
    bundle("bullmq.cjs", "scripts/lib/bullmq.mjs", { plugins: [] }),
    bundle("telemetry.cjs", "scripts/lib/telemetry.mjs", { plugins: [] }),
    bundle("hub.cjs", "node_modules/@huggingface/hub/dist/index.mjs", { plugins: [] }),
    {
      name: "webview",
      entry: "webview/main.ts",
      options: {
        ...common,
        // The Svelte plugin transforms modules one by one and can link no maps.
        sourcemap: dev ? "inline" : false,
        platform: "browser",
        target: "es2022",
        format: "esm",
        splitting: true,
        // The page says where that is (src/runtime/canvas-host/page.ts).
        publicPath: "daggr",
        entryPoints: [inRoot("webview/main.ts")],
        outdir: inRoot("dist/webview"),
        conditions: ["svelte", "browser"],
        mainFields: ["svelte", "browser", "module", "main"],
        loader: { ".svg": "text", ".woff": "file", ".woff2": "file", ".ttf": "file" },
        plugins: [
          visibleElements,
          sveltePlugin({
            compilerOptions: { css: "external", dev },
            preprocess: [withoutInlineStyle],
            // Others' sources are not ours to mend.
            filterWarnings: ({ filename }) => !filename?.includes("node_modules"),
          }),
          oneStylesheet("main.css"),
          staticChunks("main.js", "main.imports.json", "main.chunks.json", {
            canvas: "webview/flow/CanvasView.svelte",
            app: "webview/app/AppView.svelte",
          }),
        ],
      },
    },
  ];
}
