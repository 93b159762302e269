import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { addTypes } from "../../../src/runtime/typescript-plugin/add-types.ts";
import { temporaryFolder } from "./extension.ts";

const declarations = `/// <reference types="node" />\nexport declare const gr: 5;\n`;
const workflow = `import { gr } from "daggr";\nexport const text: string = gr + process.cwd().length;\n`;

describe("Adding the types to a workspace", function () {
  this.timeout(60_000);
  let from: string;
  let folder: string;

  beforeEach(() => {
    from = temporaryFolder();
    folder = temporaryFolder();
    writeFileSync(join(from, "daggr.d.ts"), declarations);
    const node = join(from, "node_modules/@types/node");
    mkdirSync(node, { recursive: true });
    writeFileSync(join(node, "index.d.ts"), "declare const process: { cwd(): string };\n");
    writeFileSync(join(node, "package.json"), `{ "name": "@types/node", "types": "index.d.ts" }`);
    writeFileSync(join(folder, "workflow.ts"), workflow);
  });
  afterEach(() => {
    rmSync(from, { recursive: true });
    rmSync(folder, { recursive: true });
  });

  /** What the compiler finds wrong in the workspace. */
  const errors = () => {
    const parsed = ts.getParsedCommandLineOfConfigFile(
      join(folder, "tsconfig.json"),
      {},
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => assert.fail() },
    )!;
    const program = ts.createProgram(parsed.fileNames, { ...parsed.options, noEmit: true });
    return [...parsed.errors, ...ts.getPreEmitDiagnostics(program)].map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  };
  /** Just the one mistake that the file has: the types are there. */
  const expected = ["Type 'number' is not assignable to type 'string'."];

  it("makes a configuration where there is none", async () => {
    const added = await addTypes(folder, from);
    assert.deepEqual(added, {
      config: join(folder, "tsconfig.json"),
      created: true,
      types: join(folder, ".daggr/types"),
    });
    assert.deepEqual(errors(), expected);
  });

  it("keeps a configuration with its comments, and its other paths", async () => {
    const config = `{
  // What we agreed on.
  "compilerOptions": {
    "strict": true, "module": "esnext", "moduleResolution": "bundler",
    "paths": { "ours/*": ["./src/*"] }, // our own
  },
}
`;
    writeFileSync(join(folder, "tsconfig.json"), config);
    await addTypes(folder, from);
    const text = readFileSync(join(folder, "tsconfig.json"), "utf8");
    assert.match(text, /\/\/ What we agreed on\./);
    assert.match(text, /\/\/ our own/);
    assert.match(text, /"ours\/\*"/);
    assert.deepEqual(errors(), expected);
  });

  it("repeats paths that the configuration inherits, from where it is", async () => {
    mkdirSync(join(folder, "base/src"), { recursive: true });
    writeFileSync(join(folder, "base/src/tool.ts"), "export const tool = 1;\n");
    writeFileSync(
      join(folder, "base/tsconfig.json"),
      `{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "paths": { "ours/*": ["./src/*"] } } }`,
    );
    writeFileSync(join(folder, "tsconfig.json"), `{ "extends": "./base/tsconfig.json" }`);
    writeFileSync(
      join(folder, "workflow.ts"),
      `import { tool } from "ours/tool";\nexport const n: number = tool;\n${workflow}`,
    );
    await addTypes(folder, from);
    assert.deepEqual(errors(), expected);
  });

  it("uses the Node types that the workspace has", async () => {
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    symlinkSync(inRoot("node_modules/@types/node"), join(folder, "node_modules/@types/node"), "dir");
    await addTypes(folder, from);
    assert.equal(existsSync(join(folder, ".daggr/types/node_modules")), false);
    assert.deepEqual(errors(), expected);
  });

  it("brings the types up to date when it is called again", async () => {
    await addTypes(folder, from);
    const before = readFileSync(join(folder, "tsconfig.json"), "utf8");
    writeFileSync(join(from, "daggr.d.ts"), declarations.replace("5", "6"));
    const added = await addTypes(folder, from);
    assert.equal(added.created, false);
    assert.equal(readFileSync(join(folder, "tsconfig.json"), "utf8"), before);
    assert.match(readFileSync(join(folder, ".daggr/types/daggr.d.ts"), "utf8"), /gr: 6/);
  });
});
