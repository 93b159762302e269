import assert from "node:assert/strict";
import { nodesOf } from "../../../src/runtime/graph/variants.ts";
import { Harness } from "./support/harness.ts";

// Golden cases of code keys for nodes whose site is only known when the code runs; see also compile/keys.test.ts.

const base = `import { FnNode, GradioNode, Graph, gr } from "daggr";
const suffix = "!";
const shout = (text: string) => text + suffix;
function make(by: number, label = "Value") {
  return new FnNode(({ value }) => value * by, { inputs: { value: gr.Number({ label }) } });
}
function plain(label: string) {
  return new FnNode(({ text }) => shout(text), { inputs: { text: gr.Textbox({ label }) } });
}
function build() {
  const factor = 10;
  return make(factor);
}
class Scaled extends FnNode {
  constructor(scale: number) { super(({ value }) => value * scale, { inputs: { value: gr.Number() } }); }
}
const double = make(2);
const triple = make(3);
const left = plain("Left");
const right = plain("Right");
const built = build();
const scaled = new Scaled(4);
const list = [];
for (const n of [1, 2]) list.push(new FnNode(({ value }) => value + n, { name: "plus " + n }));
for (const n of [3]) list.push(new FnNode(({ value }) => shout(value), { name: "loud " + n }));
const mapped = ["a", "b"].map((name) => new FnNode(({ text }) => text + name, { name }));
const { first, second } = { first: make(5), second: plain("Second") };
const callable = new GradioNode("a/b", { inputs: { seed: () => shout("s"), n: 1 } });
const choice = left.or(right);
const late = await Promise.resolve(make(6));
export default new Graph({ name: "Keys", nodes: [double, triple, built, scaled, ...list, ...mapped, first, second, callable, choice, late] });
`;

const edits: readonly (readonly [title: string, from: string, to: string, stale: readonly string[]])[] = [
  ["a comment above", "const suffix", "// more\n\nconst suffix", []],
  ["a label given to a factory of a closed function", `plain("Left")`, `plain("L")`, []],
  ["an argument of a factory", "make(3)", "make(30)", ["triple"]],
  ["an argument of a factory, destructured", "make(5)", "make(50)", ["first"]],
  ["an argument of a factory, awaited", "make(6)", "make(60)", ["late"]],
  ["what a factory's caller passes on", "factor = 10", "factor = 11", ["built"]],
  ["a factory", "value * by", "value + by", ["double", "triple", "built", "first", "late"]],
  [
    "a helper of a factory's function",
    "text + suffix",
    "suffix + text",
    ["left", "right", "second", "loud 3", "callable.seed"],
  ],
  ["a constant of a helper", `"!"`, `"?"`, ["left", "right", "second", "loud 3", "callable.seed"]],
  ["a derived class", "value * scale", "value / scale", ["scaled"]],
  ["an argument of a derived class", "new Scaled(4)", "new Scaled(5)", ["scaled"]],
  ["values of a loop", "[1, 2]", "[1, 2 + 0]", ["plus 1", "plus 2"]],
  ["a function in a loop", "=> shout(value)", "=> shout(value + 1)", ["loud 3"]],
  ["names of a map", `["a", "b"]`, `["a", "b" + ""]`, ["a", "b"]],
  ["a callable", `shout("s")`, `shout("t")`, ["callable.seed"]],
  ["a fixed value", "n: 1 }", "n: 2 }", []],
];

describe("code keys of nodes made by factories, loops and classes", function () {
  this.timeout(60_000);
  const harness = new Harness();
  let original: ReadonlyMap<string, string>;

  async function keysOf(source: string): Promise<ReadonlyMap<string, string>> {
    const { generation } = await harness.loaded(source);
    const keys = new Map<string, string>();
    for (const node of nodesOf(generation.description.graphs[0]!)) {
      keys.set(node.name, node.code);
      for (const input of node.inputs)
        if (input.kind === "callable") keys.set(`${node.name}.${input.name}`, input.code);
    }
    await generation.dispose();
    return keys;
  }

  before(async () => {
    await harness.open();
    original = await keysOf(base);
  });
  after(() => harness.close());

  it("stay the same when the same file is loaded again", async () => {
    assert.deepEqual(await keysOf(base), original);
  });

  for (const [title, from, to, stale] of edits) {
    it(`${title} → ${stale.join(", ") || "nothing"}`, async () => {
      const source = base.replace(from, to);
      assert.notEqual(source, base);
      const after = await keysOf(source);
      assert.deepEqual([...after.keys()], [...original.keys()]);
      const changed = [...after].filter(([name, key]) => original.get(name) !== key).map(([name]) => name);
      assert.deepEqual(changed.sort(), [...stale].sort());
    });
  }
});
