import assert from "node:assert/strict";
import { type Files, keysOf, Workspace } from "../support/workflows.ts";

const base: Files = {
  "workflow.ts": `
import { FnNode, GradioNode, Graph, gr } from "daggr";
import * as text from "./text";
import { shout as loud, type Options } from "./voice.ts";
import limits from "./limits.json";
import slug from "slugger";
import config from "./config.ts";
import { Stemmer, Level, memo } from "./barrel.js";

const separator: string = " ";

function trimmed(value: string): string {
  return value.trim();
}

function unused() {
  return separator;
}

const painter = new GradioNode("owner/space", {
  apiName: "/paint",
  inputs: { prompt: gr.Textbox({ label: "Prompt" }), seed: () => draw(), size: Math.random },
  postprocess: (image) => trimmed(image),
  outputs: { image: gr.Image() },
});

const draw = () => Math.floor(Math.random() * 10);

const split = new FnNode(({ value }) => trimmed(value).split(separator), { inputs: { value: gr.Textbox() } });
const shout = new FnNode(({ value }: { value: string }, context) => loud(value, context as Options), {
  inputs: { value: split.output },
});
const limited = new FnNode(({ value }) => value.slice(0, limits.maximum));
const named = new FnNode(({ value }) => text.upper(slug(value)));
const whole = new FnNode(({ value, how }) => text[how](value));
const lazy = new FnNode(async ({ value }) => (await import("./lazy.ts")).default(value));
const translated = new FnNode(({ value }) => \`\${config.language}: \${value}\`);
const stemmed = new FnNode(({ value }) => new Stemmer(Level.High).stem(value));
const remembered = new FnNode(({ value }) => memo(value));
const remembered2 = new FnNode(({ value }) => memo(value + "!"));
const mentions = new FnNode(async ({ value }) => (await painter.test({ prompt: value })).image);
const options = { inputs: { value: gr.Textbox() }, postprocess: (value) => trimmed(value) };
const byVariable = new FnNode(function pass({ value }) { return value; }, options);
const bySpread = new FnNode(({ value }) => value, { ...options, name: "Spread" });
const constant = new FnNode(() => 1);

export default new Graph({ name: "Keys", nodes: [shout, painter, limited] });
`,
  "text.ts": `
export const upper = (value: string) => value.toUpperCase();
export const lower = (value: string) => value.toLowerCase();
`,
  "voice.ts": `
import { mark } from "./marks.ts";
export interface Options { readonly loud: boolean }
export function shout(value: string, options: Options) {
  return value + mark(options);
}
export function whisper(value: string) { return "(" + value + ")"; }
`,
  "marks.ts": `
const marks = ["!"];
export function mark(_options: unknown) { return marks.join(""); }
export function unusedMark() { return "?"; }
`,
  "limits.json": `{ "maximum": 5, "minimum": 1 }`,
  "lazy.ts": `export default (value: string) => [value];`,
  "config.ts": `
const config = { language: "en" };
const other = { language: "xx" };
function setUp() { config.language = pick(); }
function pick() { return "de"; }
setUp();
other.language = "yy";
export { config as default, other };
`,
  "barrel.ts": `export * from "./stem"; export { memo } from "./memo"; export { type Word } from "./stem";`,
  "stem.ts": `
export type Word = string;
class Base { cut(word: Word) { return word.slice(0, -1); } }
export class Stemmer extends Base {
  constructor(private readonly level: Level) { super(); }
  stem(word: Word): Word { return this.level === Level.High ? this.cut(word) : word; }
}
export enum Level { Low, High }
`,
  "memo.ts": `
const known = new Map<string, string>();
export function memo(key: string) {
  if (!known.has(key)) known.set(key, key + key);
  return known.get(key);
}
`,
  "node_modules/slugger/package.json": `{ "name": "slugger", "version": "1.0.0", "main": "index.js" }`,
  "node_modules/slugger/index.js": `module.exports = (value) => value;`,
};

interface Edit {
  readonly title: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** Nodes, or node.input, whose code key changes. */
  readonly stale: readonly string[];
}

const workflow = "workflow.ts";
const users = ["painter", "split", "options", "byVariable", "bySpread"];
const edits: readonly Edit[] = [
  // Nothing of this is code.
  {
    title: "a comment",
    file: workflow,
    from: "function trimmed",
    to: "// trims\n/** a\n b */\nfunction trimmed",
    stale: [],
  },
  { title: "lines before everything", file: workflow, from: /^/, to: "\n\n\n", stale: [] },
  {
    title: "formatting",
    file: workflow,
    from: "{\n  return value.trim();\n}",
    to: "{ return (value\n.trim()) }",
    stale: [],
  },
  { title: "quotes and commas", file: workflow, from: `"./limits.json"`, to: `'./limits.json'`, stale: [] },
  {
    title: "a type annotation",
    file: workflow,
    from: "separator: string",
    to: "separator: 'x' | string",
    stale: [],
  },
  {
    title: "a parameter's type",
    file: workflow,
    from: "{ value }: { value: string }",
    to: "{ value }: any",
    stale: [],
  },
  {
    title: "a cast",
    file: workflow,
    from: "context as Options",
    to: "context as unknown as Options",
    stale: [],
  },
  { title: "an interface", file: "voice.ts", from: "loud: boolean", to: "loud?: true", stale: [] },
  {
    title: "the order of imports",
    file: workflow,
    from: /(import \* as text.*\n)(import.*\n)/,
    to: "$2$1",
    stale: [],
  },
  { title: "a node's size", file: workflow, from: `apiName: "/paint"`, to: `apiName: "/draw"`, stale: [] },
  {
    title: "another node's inputs",
    file: workflow,
    from: "prompt: gr.Textbox",
    to: "prompt: gr.TextArea",
    stale: ["painter.prompt"],
  },
  { title: "a function nobody uses", file: workflow, from: "return separator", to: "return 1", stale: [] },
  { title: "the graph", file: workflow, from: "[shout, painter, limited]", to: "[shout]", stale: [] },
  { title: "JSON formatting", file: "limits.json", from: /.*/, to: `{"minimum":1,\n"maximum":5}`, stale: [] },
  { title: "a declaration nobody imports", file: "voice.ts", from: `"("`, to: `"["`, stale: [] },
  { title: "a declaration nobody reaches", file: "marks.ts", from: `"?"`, to: `"??"`, stale: [] },
  { title: "a statement about another variable", file: "config.ts", from: `"yy"`, to: `"zz"`, stale: [] },
  {
    title: "an overload",
    file: "text.ts",
    from: /$/,
    to: "export function f(a: string): void; export function f() {}",
    stale: ["whole"],
  },
  // Exactly the users.
  { title: "a function", file: workflow, from: "() => 1", to: "() => 2", stale: ["constant"] },
  { title: "a helper", file: workflow, from: "value.trim()", to: "value.trimEnd()", stale: users },
  { title: "a constant", file: workflow, from: `= " "`, to: `= ","`, stale: ["split"] },
  {
    title: "a callable",
    file: workflow,
    from: "() => draw()",
    to: "() => draw() + 1",
    stale: ["painter.seed"],
  },
  { title: "a callable's helper", file: workflow, from: "* 10", to: "* 100", stale: ["painter.seed"] },
  {
    title: "a global as a callable",
    file: workflow,
    from: "size: Math.random",
    to: "size: Date.now",
    stale: ["painter.size"],
  },
  {
    title: "a postprocess",
    file: workflow,
    from: "(image) => trimmed(image)",
    to: "(image) => image",
    stale: ["painter"],
  },
  {
    title: "postprocess becomes preprocess",
    file: workflow,
    from: "postprocess: (image)",
    to: "preprocess: (image)",
    stale: ["painter"],
  },
  { title: "an imported helper", file: "voice.ts", from: "value + mark", to: "mark", stale: ["shout"] },
  {
    title: "what an imported helper imports",
    file: "marks.ts",
    from: `["!"]`,
    to: `["!!"]`,
    stale: ["shout"],
  },
  {
    title: "a member of a namespace",
    file: "text.ts",
    from: "toUpperCase",
    to: "toLocaleUpperCase",
    stale: ["named", "whole"],
  },
  {
    title: "another member of a namespace",
    file: "text.ts",
    from: "toLowerCase",
    to: "trim",
    stale: ["whole"],
  },
  { title: "a JSON value", file: "limits.json", from: "5", to: "6", stale: ["limited"] },
  {
    title: "a package's version",
    file: "node_modules/slugger/package.json",
    from: "1.0.0",
    to: "1.0.1",
    stale: ["named"],
  },
  {
    title: "a dynamically imported module",
    file: "lazy.ts",
    from: "[value]",
    to: "[value, 1]",
    stale: ["lazy"],
  },
  { title: "a class", file: "stem.ts", from: ": word;", to: ": word + word;", stale: ["stemmed"] },
  { title: "a base class", file: "stem.ts", from: "-1", to: "-2", stale: ["stemmed"] },
  { title: "an enum", file: "stem.ts", from: "Low, High", to: "Low, Middle, High", stale: ["stemmed"] },
  {
    title: "a parameter property",
    file: "stem.ts",
    from: "private readonly level",
    to: "level",
    stale: ["stemmed"],
  },
  {
    title: "a statement that changes a variable",
    file: "config.ts",
    from: "setUp();",
    to: "setUp(); setUp();",
    stale: ["translated"],
  },
  {
    title: "what a set-up function does",
    file: "config.ts",
    from: "= pick()",
    to: `= pick() + "-AT"`,
    stale: ["translated"],
  },
  {
    title: "what a set-up function uses",
    file: "config.ts",
    from: `"de"`,
    to: `"fr"`,
    stale: ["translated"],
  },
  {
    title: "an initial value",
    file: "config.ts",
    from: `{ language: "en" }`,
    to: `{ language: "es" }`,
    stale: ["translated"],
  },
  {
    title: "a new top-level change",
    file: "config.ts",
    from: "setUp();",
    to: "setUp();\nconfig.x = 1;",
    stale: ["translated"],
  },
  {
    title: "a change from another module",
    file: workflow,
    from: "function unused",
    to: "config.x = 1;\nfunction unused",
    stale: ["translated"],
  },
  {
    title: "one of two users of a cache",
    file: workflow,
    from: `value + "!"`,
    to: `value + "?"`,
    stale: ["remembered2"],
  },
  {
    title: "a shared cache",
    file: "memo.ts",
    from: "key + key",
    to: "key",
    stale: ["remembered", "remembered2"],
  },
  {
    title: "options in a variable",
    file: workflow,
    from: "(value) => trimmed(value) }",
    to: "(value) => value }",
    stale: ["options", "byVariable", "bySpread"],
  },
  {
    title: "another import under the same name",
    file: workflow,
    from: "{ shout as loud,",
    to: "{ whisper as loud,",
    stale: ["shout"],
  },
];

describe("code keys", () => {
  let workspace: Workspace;
  let before: ReadonlyMap<string, string>;

  beforeEach(() => {
    workspace = new Workspace(base);
    before = keysOf(workspace.compile());
  });
  afterEach(() => workspace.remove());

  it("knows every node", () => {
    assert.deepEqual(workspace.compile().problems, []);
    for (const name of ["painter", "split", "bySpread", "painter.seed"])
      assert.match(before.get(name) ?? "", /^[\w-]{20,}$/);
    assert.notEqual(before.get("remembered"), before.get("remembered2"));
  });

  it("are the same in another folder and without the cache", () => {
    const copy = new Workspace(base);
    assert.deepEqual(keysOf(copy.compile()), before);
    copy.remove();
  });

  for (const { title, file, from, to, stale } of edits) {
    it(`${title} → ${stale.join(", ") || "nothing"}`, () => {
      const text = base[file]!.replace(from, to);
      assert.notEqual(text, base[file], "the edit has no effect");
      workspace.write({ [file]: text });
      const workflow = workspace.compile();
      assert.deepEqual(workflow.problems, []);
      const after = keysOf(workflow);
      const changed = [...after].filter(([name, key]) => before.get(name) !== key).map(([name]) => name);
      assert.deepEqual(changed.sort(), [...stale].sort());
    });
  }
});
