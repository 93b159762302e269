import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { Documents } from "../../../src/runtime/check/project/documents.ts";
import { Projects } from "../../../src/runtime/check/project/projects.ts";
import { dist } from "./test-language.ts";
import { fakeServices } from "./fake-services.ts";

const head = `import { FnNode, GradioNode, Graph, gr } from "daggr";\n`;
const wrong = `const node = new GradioNode("owner/speech", { apiName: "/say", inputs: { txt: "Hello" } });\n`;
const right = `const node = new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" }, outputs: { audio: gr.Audio() } });\n`;
const graph = `export default new Graph({ name: "Test", nodes: [node] });\n`;

describe("surroundings of a workflow", () => {
  let folder: string;
  let language: Language;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-surroundings-"));
    language = new Language(dist, fakeServices);
  });
  afterEach(async () => {
    language.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return filePath(path);
  };
  const codes = (file: string) => language.allDiagnostics(file).map(({ code }) => code);

  it("an empty folder: daggr and Node have their types, the browser has none", async () => {
    const file = await write(
      "workflow.ts",
      `${head}import { readFileSync } from "node:fs";\n${right}console.log(process.pid, readFileSync, fetch);\n${graph}`,
    );
    assert.deepEqual(codes(file), []);
    const browser = await write("browser.ts", `${head}${right}document.title = "x";\n${graph}`);
    assert.deepEqual(codes(browser), ["ts2584"]);
  });

  it("a strict project and one that is not", async () => {
    const code = `${head}function id(x) { return x; }\n${right}id(1);\n${graph}`;
    await write(
      "strict/tsconfig.json",
      JSON.stringify({ compilerOptions: { strict: true, module: "nodenext", target: "es2022" } }),
    );
    await write(
      "loose/tsconfig.json",
      JSON.stringify({ compilerOptions: { strict: false, module: "nodenext", target: "es2022" } }),
    );
    await write("strict/package.json", `{"type":"module"}`);
    await write("loose/package.json", `{"type":"module"}`);
    assert.deepEqual(codes(await write("strict/workflow.ts", code)), ["ts7006"]);
    assert.deepEqual(codes(await write("loose/workflow.ts", code)), []);
  });

  it("paths of the project", async () => {
    await write(
      "tsconfig.json",
      JSON.stringify({
        compilerOptions: {
          strict: true,
          module: "esnext",
          moduleResolution: "bundler",
          paths: { "@lib/*": ["./lib/*"] },
        },
      }),
    );
    await write("lib/spaces.ts", `export const SPACE = "owner/speeech" as const;\n`);
    const file = await write(
      "flows/workflow.ts",
      `${head}import { SPACE } from "@lib/spaces";\nconst node = new GradioNode(SPACE);\n${graph}`,
    );
    assert.deepEqual(codes(file), ["unknown-space"]);
  });

  it("a module that is opened again with another text, its versions beginning anew", async () => {
    const file = await write("workflow.ts", `${head}import { node } from "./node.ts";\n${graph}`);
    const module = await write("node.ts", `${head}export ${right}`);
    language.documents.open(module, 1, `${head}export ${right}`);
    assert.deepEqual(codes(file), []);
    language.close(module);
    language.documents.open(module, 1, `${head}export ${right.replaceAll("node", "other")}`);
    assert.deepEqual(codes(file), ["ts2305"]);
  });

  it("a project that only refers to others", async () => {
    await write(
      "tsconfig.json",
      JSON.stringify({ files: [], references: [{ path: "./packages/flows" }, { path: "./packages/other" }] }),
    );
    const composite = { composite: true, strict: true, module: "esnext", moduleResolution: "bundler" };
    await write("packages/flows/tsconfig.base.json", "{}");
    await write(
      "packages/flows/tsconfig.json",
      JSON.stringify({ compilerOptions: { ...composite, noUnusedLocals: true }, include: ["src"] }),
    );
    await write(
      "packages/other/tsconfig.json",
      JSON.stringify({ compilerOptions: composite, include: ["src"] }),
    );
    await write("packages/other/src/index.ts", `export const text = "Hello";\n`);
    const code = `import { GradioNode, Graph, gr } from "daggr";\nconst unused = 1;\n${right}${graph}`;
    assert.deepEqual(codes(await write("packages/flows/src/workflow.ts", code)), ["ts6133"]);
    // Found from the folder above, through the reference.
    assert.deepEqual(codes(await write("packages/other/src/workflow.ts", code)), []);
  });

  it("JavaScript, as a module and as CommonJS", async () => {
    const module = await write(
      "workflow.mjs",
      `import { FnNode, GradioNode, Graph, gr } from "daggr";\n${wrong.replace(" });", ", outputs: { audio: gr.Audio() } });")}const next = new FnNode(({ a }) => a, { inputs: { a: node.sound } });\n${graph.replace("[node]", "[next]")}`,
    );
    assert.deepEqual(codes(module), ["unknown-parameter", "unknown-port"]);
    const common = await write(
      "workflow.cjs",
      `const { GradioNode, Graph } = require("daggr");\n${wrong}module.exports = new Graph({ name: "Test", nodes: [node] });\n`,
    );
    assert.deepEqual(codes(common), ["commonjs", "unknown-parameter"]);
  });

  it("an untitled document", () => {
    const file = filePath(join(folder, "Untitled-1.ts"));
    language.documents.open(file, 1, head + wrong + graph);
    assert.deepEqual(codes(file), ["unknown-parameter"]);
    language.documents.open(file, 2, head + right + graph);
    assert.deepEqual(codes(file), []);
  });

  it("unsaved text wins over the disk, also of imported modules", async () => {
    const lib = await write(
      "lib.ts",
      `import { FnNode } from "daggr";\nexport const one = new FnNode(() => 1);\n`,
    );
    const file = await write(
      "workflow.ts",
      `import { FnNode, Graph } from "daggr";\nimport { one } from "./lib.ts";\nconst node = new FnNode(({ n }) => n, { inputs: { n: one.output } });\n${graph}`,
    );
    assert.deepEqual(codes(file), []);
    language.documents.open(
      lib,
      1,
      `import { FnNode, gr } from "daggr";\nexport const one = new FnNode(() => 1, { outputs: { count: gr.Number() } });\n`,
    );
    assert.deepEqual(codes(file), ["unknown-port"]);
    language.close(lib);
    assert.deepEqual(codes(file), []);
  });

  it("a module that is made later", async () => {
    const file = await write(
      "workflow.ts",
      `import { Graph } from "daggr";\nimport { node } from "./lib.ts";\n${graph}`,
    );
    assert.deepEqual(codes(file), ["ts2307"]);
    const lib = await write(
      "lib.ts",
      `import { FnNode } from "daggr";\nexport const node = new FnNode(() => 1);\n`,
    );
    language.filesChanged([lib]);
    assert.deepEqual(codes(file), []);
  });

  it("a daggr that the workspace installed gives the types", async () => {
    await write(
      "node_modules/daggr/package.json",
      JSON.stringify({ name: "daggr", version: "9.9.9", types: "index.d.ts" }),
    );
    await write(
      "node_modules/daggr/index.d.ts",
      `export declare class Graph { constructor(o: { name: string; nodes: readonly unknown[]; own: true }); }\n`,
    );
    const file = await write(
      "workflow.ts",
      `import { Graph } from "daggr";\nexport default new Graph({ name: "Test", nodes: [], own: true });\n`,
    );
    assert.deepEqual(codes(file), []);
  });

  it("a daggr without types is no help", async () => {
    await write(
      "node_modules/daggr/package.json",
      JSON.stringify({ name: "daggr", version: "9.9.9", main: "index.js" }),
    );
    await write("node_modules/daggr/index.js", `module.exports = {};\n`);
    const file = await write("workflow.ts", head + wrong + graph);
    assert.deepEqual(codes(file), ["unknown-parameter"]);
  });

  it("a file of 5,000 lines", async () => {
    const lines = Array.from(
      { length: 4_990 },
      (_, n) => `export const line${n} = { text: "Line ${n}", words: ["a", "b"].map((w) => w + ${n}) };`,
    );
    const file = await write("workflow.ts", `${head}${lines.join("\n")}\n${wrong}${graph}`);
    const [problem] = language.ruleDiagnostics(file);
    assert.equal(problem?.code, "unknown-parameter");
    assert.equal(problem.range.start.line, 4_991);
  });

  it("a file that is not valid UTF-8", async () => {
    const text = Buffer.from(
      `${head}const title = "caf\u00e9";\nconsole.log(title);\n${wrong}${graph}`,
      "latin1",
    );
    assert.deepEqual(codes(await write("latin1.ts", text)), ["unknown-parameter"]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(head + wrong + graph, "utf16le")]);
    assert.deepEqual(codes(await write("utf16.ts", wide)), ["unknown-parameter"]);
  });

  it("syntax errors do not hide what is wrong elsewhere", async () => {
    const file = await write("workflow.ts", `${head}${wrong}const x = {;\n${graph}`);
    const found = codes(file);
    assert.ok(found.includes("unknown-parameter"), found.join());
    assert.ok(
      found.some((code) => code.startsWith("ts1")),
      found.join(),
    );
  });

  it("a statement that is half typed: nothing is said of it, nor that what it uses is unused", async () => {
    const half = `const half = new FnNode(({ audio }) => Math.max(audio.length, { inputs: { audio: node.audio } });\n`;
    const file = await write("workflow.ts", `${head}${right}${half}${graph.replace("[node]", "[half]")}`);
    const found = codes(file);
    assert.ok(found.length > 0 && found.every((code) => code.startsWith("ts")), found.join());
  });

  it("two graphs in one file", async () => {
    const code = `${head}${right}const other = new FnNode(() => 1);\nexport const one = new Graph({ name: "One", nodes: [node] });\nexport const two = new Graph({ name: "Two", nodes: [other] });\n`;
    assert.deepEqual(codes(await write("workflow.ts", code)), []);
  });

  it("says loudly when the compiler's libraries are missing", async () => {
    const file = await write("workflow.ts", head + right + graph);
    const broken = new Language(join(folder, "nowhere"), fakeServices);
    assert.throws(() => broken.allDiagnostics(file), /libraries do not fit/);
    broken.dispose();
  });

  it("forgets the programs of closed files", async () => {
    const files = await Promise.all(
      ["a", "b"].map((name) => write(`${name}/workflow.ts`, head + right + graph)),
    );
    const projects = new Projects(dist, new Documents());
    for (const file of files) projects.of(file);
    assert.deepEqual(projects.files, files);
    for (const file of files) projects.release(file);
    assert.deepEqual(projects.files, []);
  });
});
