// @ts-check
// The layers of the tests, in the order they run.
import { inRoot, root } from "./paths.mjs";

/**
 * @typedef {object} Program a program that passes or fails as a whole
 * @property {string} title
 * @property {string[]} command
 */

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} about
 * @property {import("./environment.mjs").Need[]} needs
 * @property {boolean} [background] needs few resources, so it may run at the same time as others
 * @property {number} minutes after this time it counts as hanging and is ended
 * @property {Program[]} [programs] each counts as one test
 * @property {string[]} [before] commands to run first
 * @property {string} [files] mocha runs these
 * @property {number} [seconds] limit for one test; 30 by default
 * @property {string[]} [command] writes a report to the file that DAGGR_TEST_REPORT names
 */

const node = process.execPath;

/** @param {string} name @param {...string} parts */
const tool = (name, ...parts) => [node, inRoot("node_modules", ...parts), ...(toolArguments[name] ?? [])];

/** @type {Record<string, string[]>} */
const toolArguments = {
  tsc: ["-p", root, "--noEmit"],
  eslint: [root, "--max-warnings", "0"],
  depcruise: ["--config", inRoot(".dependency-cruiser.mjs"), "--output-type", "err", "src", "webview"],
  knip: ["--no-progress"],
  prettier: ["--check", root, "--log-level", "warn"],
  "svelte-check": [
    "--tsconfig",
    inRoot("webview/tsconfig.json"),
    "--workspace",
    inRoot("webview"),
    "--fail-on-warnings",
  ],
};

/** @type {Layer[]} */
export const layers = [
  {
    name: "static",
    about: "types, lint, layers, what is unused, format",
    needs: [],
    background: true,
    minutes: 10,
    programs: [
      { title: "tsc", command: tool("tsc", "typescript/bin/tsc") },
      { title: "svelte-check", command: tool("svelte-check", "svelte-check/bin/svelte-check") },
      { title: "eslint", command: tool("eslint", "eslint/bin/eslint.js") },
      {
        title: "dependency-cruiser",
        command: tool("depcruise", "dependency-cruiser/bin/dependency-cruise.mjs"),
      },
      { title: "knip", command: tool("knip", "knip/bin/knip.js") },
      { title: "prettier", command: tool("prettier", "prettier/bin/prettier.cjs") },
    ],
  },
  {
    name: "unit",
    about: "the engine by itself",
    needs: [],
    minutes: 40,
    files: "test/unit/**/*.test.ts",
  },
  {
    name: "gradio",
    about: "the engine against real Gradio apps",
    needs: ["gradio", "daggr", "mcp"],
    minutes: 30,
    files: "test/gradio/**/*.test.ts",
  },
  {
    name: "machines",
    about: "many machines: real Redis, PostgreSQL and S3 servers",
    needs: ["redis", "postgres", "s3"],
    minutes: 30,
    files: "test/machines/**/*.test.ts",
  },
  {
    name: "host",
    about: "inside a real extension host",
    needs: ["server", "chromium"],
    minutes: 10,
    command: [node, "--import", "tsx", inRoot("test/host/in-server.ts")],
  },
  {
    name: "browser",
    about: "the workbench, used as a person does",
    needs: ["server", "chromium", "gradio"],
    minutes: 30,
    files: "test/browser/**/*.test.ts",
    seconds: 120,
  },
  {
    name: "vsix",
    about: "the packaged extension",
    needs: ["server", "chromium"],
    minutes: 10,
    before: [node, inRoot("scripts/package.mjs"), "--built"],
    files: "test/vsix/**/*.test.ts",
    seconds: 120,
  },
];

/**
 * The command that runs mocha on a layer's files. In CI nothing may be left out.
 * @param {string} files
 * @param {number} [seconds] for one test
 * @returns {string[]}
 */
export function mochaCommand(files, seconds = 30) {
  const strict = process.env.CI ? ["--forbid-pending"] : [];
  const options = ["--reporter", inRoot("test/support/reporter.ts"), "--timeout", String(seconds * 1000)];
  return [node, inRoot("node_modules/mocha/bin/mocha.js"), "--forbid-only", ...strict, ...options, files];
}
