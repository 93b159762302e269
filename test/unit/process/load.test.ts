import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeSource } from "../../../src/runtime/text/source-text.ts";
import { Harness, workflowOf } from "./support/harness.ts";

describe("loading a workflow", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  it("describes its graph, names nodes by their variables and knows their lines", async () => {
    const workflow = await harness.loaded(`import { FnNode, Graph, gr } from "daggr";

const upper = new FnNode(({ text, times = 2 }) => text, { inputs: { text: gr.Textbox() } });
export const lower =
  new FnNode(function lowered({ text }) { return text; }, { inputs: { text: upper.output } });
export default new Graph({ name: "Cases", nodes: [lower] });
`);
    const { file, description } = { file: workflow.file, description: workflow.generation.description };
    assert.equal(description.file, file);
    assert.deepEqual(description.files, [file]);
    assert.equal(description.graphs[0]!.name, "Cases");
    assert.deepEqual(description.graphs[0]!.source, { file, line: 6, column: 16 });
    assert.deepEqual(workflow.node("upper").source, { file, line: 3, column: 15 });
    assert.deepEqual(workflow.node("lower").source, { file, line: 5, column: 3 });
    assert.deepEqual(
      workflow.node("upper").inputs.map(({ name, kind }) => [name, kind]),
      [
        ["text", "component"],
        ["times", "default"],
      ],
    );
    assert.ok(workflow.node("upper").named);
  });

  it("takes an input for optional where its type lets one leave it out", async () => {
    const workflow = await harness.loaded({
      "workflow.ts": `import { FnNode, Graph, gr } from "daggr";
import { far } from "./far.ts";
import type { Shared } from "./types.ts";

type Maybe<T> = T | undefined;
interface Base { photo?: string }
interface Inputs extends Base { text: string; tone: Maybe<string> }
type Handler = (inputs: { text: string; size?: number }) => string;
const handler: Handler = ({ text, size }) => text + size;

const inline = new FnNode(({ text, photo: p }: { text: string; photo?: string }) => text + p);
const named = new FnNode(({ text, photo, tone }: Inputs) => text + photo + tone);
const both = new FnNode(({ text, size }: { text: string } & Partial<{ size: number }>) => text + size);
const less = new FnNode(({ photo, text }: Readonly<Pick<Inputs, "photo" | "text">>) => text + photo);
const typed = new FnNode(handler);
const elsewhere = new FnNode(far);
const unknown = new FnNode(({ text, photo }: Shared) => text + photo);
const plain = new FnNode(({ text }) => text);
export default new Graph({ name: "Cases", nodes: [inline, named, both, less, typed, elsewhere, unknown, plain] });
`,
      "far.ts": `export function far({ text, photo }: { text: string; photo: string | undefined }) { return text + photo; }\n`,
      "types.ts": `export interface Shared { text: string; photo?: string }\n`,
    });
    const missing = (node: string) =>
      workflow.node(node).inputs.flatMap(({ name, kind }) => (kind === "missing" ? [name] : []));
    for (const node of ["inline", "named", "both", "less", "typed", "elsewhere", "plain"])
      assert.deepEqual(missing(node), ["text"], node);
    // The module by itself does not show what a type of another one says; the checker does.
    assert.deepEqual(missing("unknown"), []);
    assert.equal(await workflow.output("inline", { text: "a" }), "aundefined");
  });

  it("takes a link for the file it leads to, whose own imports and names count", async () => {
    const source = (text: string) => `import { FnNode, Graph, gr } from "daggr";
import { word } from "./word.ts";
const say = new FnNode(() => word + ${text}, { inputs: {}, outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Cases", nodes: [say] });
`;
    const unused = harness.workspace({
      "real/workflow.ts": source("1"),
      "real/word.ts": 'export { word } from "./linked.ts";',
      "other/linked.ts": 'export const word = "linked";',
    });
    const folder = dirname(unused);
    symlinkSync("real/workflow.ts", join(folder, "workflow.ts"));
    symlinkSync("../other/linked.ts", join(folder, "real", "linked.ts"));
    symlinkSync("real", join(folder, "folder"));
    const whole = await harness.load(join(folder, "workflow.ts"));
    assert.ok(whole.type === "loaded", JSON.stringify(whole));
    const { description } = whole.generation;
    assert.deepEqual([description.file, description.graphs[0]?.nodes[0]?.name], [unused, "say"]);
    // Saving either of them, or leading the link elsewhere, concerns the workflow.
    for (const name of [
      "workflow.ts",
      "real/workflow.ts",
      "real/word.ts",
      "real/linked.ts",
      "other/linked.ts",
    ])
      assert.ok(description.files.includes(join(folder, name)), name);
    await whole.generation.dispose();
    // Places are those that the editor shows.
    const inside = await harness.load(join(folder, "folder", "workflow.ts"));
    assert.ok(inside.type === "loaded", JSON.stringify(inside));
    const [node] = inside.generation.description.graphs[0]?.nodes ?? [];
    assert.deepEqual([node?.name, node?.source?.file], ["say", join(folder, "folder", "workflow.ts")]);
    await inside.generation.dispose();
  });

  it("reads UTF-16 and marks of byte order", async () => {
    const code = `import { FnNode, Graph } from "daggr";
import { word } from "./word.ts";
const größe = new FnNode(() => word);
export default new Graph({ name: "Größe", nodes: [größe] });
`;
    const workflow = await harness.loaded({
      "workflow.ts": encodeSource(code, "utf16le"),
      "word.ts": encodeSource('export const word = "ä 🎈";\n', "utf8-bom"),
    });
    assert.equal(await workflow.output("größe"), "ä 🎈");
  });

  it("puts the default export first, then the graphs in the order they were made", async () => {
    const workflow = await harness.loaded(`import { FnNode, Graph } from "daggr";
const node = new FnNode(() => 1);
export const zebra = new Graph({ name: "zebra", nodes: [node] });
export const ape = new Graph({ name: "ape", nodes: [node] });
const main = new Graph({ name: "main", nodes: [node] });
export { main as default, main as again };
`);
    assert.deepEqual(
      workflow.generation.description.graphs.map(({ name }) => name),
      ["main", "zebra", "ape"],
    );
  });

  it("names a factory's nodes by the module's variables", async () => {
    const workflow = await harness.loaded(`import { FnNode, Graph } from "daggr";
function make(by: number) {
  const inner = new FnNode(({ value }) => value * by);
  return inner;
}
const double = make(2);
const { triple, four } = { triple: make(3), four: await Promise.resolve(make(4)) };
let late;
late = make(5);
export default new Graph({ name: "Factory", nodes: [double, triple, four, late] });
`);
    assert.deepEqual(workflow.nodes.map(({ name }) => name).sort(), ["double", "four", "late", "triple"]);
    assert.equal(await workflow.output("triple", { value: 5 }), 15);
  });

  it("stops loading when asked to", async () => {
    const abort = new AbortController();
    const file = harness.workspace({ "workflow.ts": `console.log("looping");\nwhile (true);` });
    const loading = harness.load(file, { signal: abort.signal });
    while (!harness.printed.join("").includes("looping"))
      await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    const outcome = await loading;
    assert.ok(outcome.type === "failed");
    assert.match(outcome.failure.message, /was stopped/);
  });

  it("says that an installed daggr of another version only gives the types", async () => {
    const workflow = await harness.loaded({
      "workflow.ts": workflowOf({ node: "() => 1" }),
      "node_modules/daggr/package.json": `{ "name": "daggr", "version": "99.0.0", "main": "index.js" }`,
      "node_modules/daggr/index.js": `throw new Error("the installed one must not be loaded");`,
    });
    assert.match(workflow.generation.notices.join(), /daggr 99\.0\.0 installed, which gives the types/);
  });

  it("gives code the .env of its folder and of the workspace, and no tokens", async () => {
    process.env["HF_TOKEN"] = "hf_secret";
    process.env["DAGGR_TEST_SETTING"] = "1";
    const other = new Harness();
    try {
      const root = join(other.folder, "workspace-1");
      await other.open({ roots: [root] });
      const file = other.workspace({
        ".env": "KEY=root\nOTHER=other\nPATH=nowhere",
        "sub/.env": "KEY=near",
        "sub/workflow.ts": workflowOf({ node: "() => ({ ...process.env })" }),
      });
      const outcome = await other.load(join(dirname(file), "sub", "workflow.ts"));
      assert.ok(outcome.type === "loaded");
      const result = await outcome.generation.call(
        { type: "fn", graph: "Test", node: "node", inputs: {} },
        { name: "one at a time", limit: 1 },
        { signal: new AbortController().signal, emit: () => {}, files: join(other.folder, "files") },
      );
      const { output: seen } = result as { output: Record<string, string> };
      assert.equal(seen["KEY"], "near");
      assert.equal(seen["OTHER"], "other");
      assert.equal(seen["PATH"], process.env["PATH"]);
      assert.equal(seen["HF_TOKEN"], undefined);
      assert.equal(seen["DAGGR_TEST_SETTING"], undefined);
      assert.deepEqual(outcome.generation.description.files.slice(1), [
        join(root, "sub", ".env"),
        join(root, ".env"),
      ]);
    } finally {
      delete process.env["HF_TOKEN"];
      delete process.env["DAGGR_TEST_SETTING"];
      await other.close();
    }
  });
});
