import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Files, Harness, workflowOf } from "./support/harness.ts";

const asPackage = (manifest: object): string => JSON.stringify({ version: "1.0.0", ...manifest });

describe("modules of a workflow", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  /** The value of an expression in a workflow file with these imports and further files. */
  async function evaluate(imports: string, expression: string, files: Files = {}, entry = "workflow.ts") {
    const all = { ...files, [entry]: workflowOf({ node: `() => (${expression})` }, imports) };
    const file = join(dirname(harness.workspace(all)), entry);
    const outcome = await harness.load(file);
    assert.ok(outcome.type === "loaded", outcome.type === "failed" ? outcome.failure.message : "");
    const context = { signal: new AbortController().signal, emit: () => {}, files: dirname(file) };
    try {
      const call = { type: "fn", graph: "Test", node: "node", inputs: {} } as const;
      const result = await outcome.generation.call(call, { name: "one at a time", limit: 1 }, context);
      return {
        value: (result as { output: unknown }).output,
        file,
        description: outcome.generation.description,
      };
    } finally {
      await outcome.generation.dispose();
    }
  }

  const local: readonly [title: string, imports: string, files: Files][] = [
    ["with an extension", `import { x } from "./a.ts";`, { "a.ts": `export const x: string = "x";` }],
    ["without one", `import { x } from "./a";`, { "a.ts": `export const x: string = "x";` }],
    ["as .js where it is .ts", `import { x } from "./a.js";`, { "a.ts": `export const x: string = "x";` }],
    [
      "as .mjs where it is .mts",
      `import { x } from "./a.mjs";`,
      { "a.mts": `export const x: string = "x";` },
    ],
    [".cts", `import { x } from "./a.cts";`, { "a.cts": `exports.x = "x" as string;` }],
    [
      "by the paths of a tsconfig",
      `import { x } from "@lib/a"; import y from "data"; void y;`,
      {
        "tsconfig.json": `{ "extends": "./base.json" } // as the editor reads it`,
        "base.json": `{ "compilerOptions": { "paths": { "@lib/*": ["./nowhere/*", "./lib/*"], "data": ["./lib/data.ts"] } } }`,
        "lib/a.ts": `export const x: string = "x";`,
        "lib/data.ts": `export default 1;`,
      },
    ],
    ["a folder", `import { x } from "./lib";`, { "lib/index.ts": `export const x: string = "x";` }],
    [".js with import and export", `import { x } from "./a.js";`, { "a.js": `export const x = "x";` }],
    [
      ".js that is CommonJS",
      `import { x } from "./a.js";`,
      { "a.js": `exports.x = require("./b.cjs").x;`, "b.cjs": `exports.x = "x";` },
    ],
    [".mjs", `import { x } from "./a.mjs";`, { "a.mjs": `export const x = "x";` }],
    [
      "a name with spaces, quotes and emoji",
      `import { x } from "./a dir/it's 😀#1%.ts";`.replace("#1%", "%231%25"),
      { "a dir/it's 😀#1%.ts": `export const x = "x";` },
    ],
    ["a default export", `import x from "./a";`, { "a.ts": `const y: string = "x"; export default y;` }],
    [
      "a re-export",
      `import { x } from "./a";`,
      {
        "a.ts": `export * from "./b"; export * as c from "./c";`,
        "b.ts": `export const x = "x";`,
        "c.ts": "",
      },
    ],
    [
      "in a circle",
      `import { x } from "./a";`,
      {
        "a.ts": `import { y } from "./b"; export const x = "x"; export { y };`,
        "b.ts": `import { x } from "./a"; export const y = () => x;`,
      },
    ],
    [
      "types without saying so",
      `import { x, type T } from "./a"; export type { T };`,
      {
        "a.ts": `import { T, I } from "./t"; export { T, I }; export const x: T & I = "x";`,
        "t.ts": `export type T = string; export interface I {}`,
      },
    ],
    [
      "an enum and a namespace",
      `import { E, N } from "./a"; const x = E.X + N.y;`,
      { "a.ts": `export enum E { X = "x" } export namespace N { export const y = ""; }` },
    ],
    [
      "decorators and parameter properties",
      `import { C } from "./a"; const { x } = new C("x");`,
      {
        "a.ts": `const d = (value: unknown, _context: unknown) => value; @(d as any) export class C { constructor(readonly x: string) {} }`,
      },
    ],
    [
      "import =",
      `import fs = require("node:fs"); const x = typeof fs.readFileSync === "function" ? "x" : "";`,
      {},
    ],
    [
      "top-level await",
      `const { x } = await import("./a.ts"); const y: string = await Promise.resolve(x);`,
      { "a.ts": `export const x = await Promise.resolve("x");` },
    ],
    ["JSON", `import data from "./a.json"; const { x } = data;`, { "a.json": `{ "x": "x" }` }],
    [
      "JSON with an attribute",
      `import data from "./a.json" with { type: "json" }; const { x } = data;`,
      { "a.json": `{ "x": "x" }` },
    ],
    [
      "JSON by name",
      `import { x } from "./a.json";`,
      { "a.json": `{ "x": "x", "not a name": 1, "default": 2 }` },
    ],
    [
      "JSON later",
      `const { default: { x } } = await import("./a.json", { with: { type: "json" } });`,
      { "a.json": `{ "x": "x" }` },
    ],
    [
      "a computed name",
      `const { x } = await import("./" + "a" + ".ts");`,
      { "a.ts": `export const x: string = "x";` },
    ],
    [
      "a byte order mark and CRLF",
      `import { x } from "./a.ts";`,
      { "a.ts": `\uFEFFexport const x: string =\r\n  "x";\r\n` },
    ],
    [
      "a package's ES module",
      `import { x } from "some";`,
      {
        "node_modules/some/package.json": asPackage({ name: "some", type: "module", exports: "./m.js" }),
        "node_modules/some/m.js": `export const x = "x";`,
      },
    ],
    [
      "a package's CommonJS",
      `import some, { x } from "some"; some.x;`,
      {
        "node_modules/some/package.json": asPackage({ name: "some", main: "m.js" }),
        "node_modules/some/m.js": `exports.x = require("./n.json").x;`,
        "node_modules/some/n.json": `{ "x": "x" }`,
      },
    ],
    [
      "a package with a scope and a path",
      `import { x } from "@a/some/deep";`,
      {
        "node_modules/@a/some/package.json": asPackage({
          name: "@a/some",
          type: "module",
          exports: { "./deep": { import: "./d.js" } },
        }),
        "node_modules/@a/some/d.js": `export const x = "x";`,
      },
    ],
    [
      "a package that imports daggr",
      `import { FnNode as Same } from "some"; const x = Same === FnNode ? "x" : "";`,
      {
        "node_modules/some/package.json": asPackage({ name: "some", type: "module", exports: "./m.js" }),
        "node_modules/some/m.js": `export { FnNode } from "daggr";`,
      },
    ],
    [
      "#imports",
      `import { x } from "#lib/a";`,
      {
        "package.json": asPackage({ name: "own", type: "module", imports: { "#lib/*": "./lib/*.ts" } }),
        "lib/a.ts": `export const x: string = "x";`,
      },
    ],
    [
      "in a CommonJS package",
      `import { x } from "./a";`,
      {
        "package.json": asPackage({ name: "own", type: "commonjs" }),
        "a.ts": `export const x: string = "x";`,
      },
    ],
  ];
  for (const [title, imports, files] of local) {
    it(`can be imported: ${title}`, async () => {
      assert.equal((await evaluate(imports, "x", files)).value, "x");
    });
  }

  it("know their own address", async () => {
    const { value, file } = await evaluate(`import { here } from "./sub/a.ts";`, "[import.meta.url, here]", {
      "sub/a.ts": "export const here = import.meta.url;",
    });
    assert.deepEqual(value, [
      pathToFileURL(file).href,
      pathToFileURL(join(dirname(file), "sub", "a.ts")).href,
    ]);
  });

  for (const entry of ["workflow.js", "workflow.mjs", "workflow.mts", "my workflow (1).ts"]) {
    it(`may start in ${entry}`, async () => {
      const { value, description } = await evaluate(
        `import { x } from "./a.js";`,
        "x",
        { "a.js": `export const x = 1;` },
        entry,
      );
      assert.equal(value, 1);
      assert.equal(description.graphs[0]!.nodes[0]!.name, "node");
    });
  }

  for (const entry of ["workflow.js", "workflow.cjs"]) {
    it(`may not be CommonJS where they start: ${entry}`, async () => {
      const folder = dirname(harness.workspace({}));
      const code = `const { FnNode, Graph } = require("daggr");\nmodule.exports = new Graph({ name: "G", nodes: [new FnNode(() => 1)] });\n`;
      harness.write(folder, { [entry]: code });
      const outcome = await harness.load(join(folder, entry));
      assert.ok(outcome.type === "failed");
      assert.equal(
        outcome.failure.message,
        `${entry} is a CommonJS module, but a workflow file is an ES module.`,
      );
      assert.match(outcome.failure.help ?? "", /'import \{ … \} from "daggr"' in place of require/);
      assert.equal(/ends in \.mjs or \.ts/.test(outcome.failure.help ?? ""), entry.endsWith(".cjs"));
    });
  }

  it("of a linked package belong to the workspace: compiled and watched", async () => {
    const file = harness.workspace({
      "workflow.ts": workflowOf({ node: "() => x" }, `import { x } from "linked";`),
      "packages/linked/package.json": asPackage({
        name: "linked",
        type: "module",
        exports: { import: "./src/index.ts" },
      }),
      "packages/linked/src/index.ts": `import { y } from "./y"; export const x: string = y;`,
      "packages/linked/src/y.ts": `export const y = "x";`,
      "node_modules/.keep": "",
    });
    const folder = dirname(file);
    symlinkSync(join(folder, "packages", "linked"), join(folder, "node_modules", "linked"));
    const outcome = await harness.load(file);
    assert.ok(outcome.type === "loaded");
    const source = join(folder, "packages", "linked", "src");
    assert.deepEqual(outcome.generation.description.files, [
      file,
      join(source, "index.ts"),
      join(source, "y.ts"),
    ]);
    await outcome.generation.dispose();
  });

  it("are watched, those imported later included, packages not", async () => {
    const { description, file } = await evaluate(
      `import { x } from "./a"; import type { T } from "./types"; const later = () => import("./b.ts"); const t: T = x; void later;`,
      "t",
      {
        "a.ts": `import data from "./d.json"; import "some"; export const x = data.x;`,
        "b.ts": "export {};",
        "d.json": `{ "x": 1 }`,
        "types.ts": "export type T = number;",
        "node_modules/some/package.json": asPackage({ name: "some", main: "m.js" }),
        "node_modules/some/m.js": "",
      },
    );
    const names = ["a.ts", "b.ts", "d.json", "workflow.ts"];
    assert.deepEqual(
      [...description.files].sort(),
      names.map((name) => join(dirname(file), name)),
    );
  });
});
