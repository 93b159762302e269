import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { TypeCheck, withoutExpectations } from "./type-check.ts";

const cases = readdirSync(inRoot("test/types")).map((name) => inRoot("test/types", name));

/** What the compiler says of mistakes that people make, in words that suffice to mend them. */
const messages: Readonly<Record<string, RegExp>> = {
  "painter.imagee;": /Property 'imagee' does not exist.*Did you mean 'image'\?/s,
  "new FnNode(({ n }: { n: number }) => n, { inputs: { n: painter.image } });":
    /'Port<ImageFile, \[\]>' is not assignable to type .*Wanted<number>/s,
  "new FnNode(({ n }: { n: number }) => n, { inputs: { n: 1, m: 2 } });":
    /the function has no input of this name/,
  "new FnNode(() => ({ up: 'a' }), { outputs: { up: gr.Textbox(), length: gr.Number() } });":
    /the function returns nothing of this name/,
  "new FnNode(() => 5, { outputs: { text: gr.Textbox() } });":
    /'Component<string>' is not assignable to type .*Component<number>/s,
  "new GradioNode('a/b', { inputs: { image: painter } });": /this is a node: give one of its ports/,
  "new GradioNode('a/b', { inputs: { image: painter.image.each } });": /this port carries no list/,
  "new GradioNode('a/b', { outputs: { sound: gr.Audio() } }).or(painter);":
    /the alternatives of a choice must have the same outputs/,
  "new GradioNode('a/b', { api_name: '/x' });":
    /'api_name' does not exist.*Did you mean to write 'apiName'\?/s,
  "gr.Slider({ maxium: 5 });": /Did you mean to write 'maximum'\?/,
};

describe("The types of the daggr module", function () {
  this.timeout(120_000);
  let check: TypeCheck;
  const mistake = (index: number) => inRoot(`test/types/mistake-${index}.ts`);
  const stripped = (path: string) => path.replace(/\.ts$/, ".stripped.ts");

  before(() => {
    check = new TypeCheck();
    const texts = Object.keys(messages).map((line, index) => [
      mistake(index),
      `import { FnNode, GradioNode, gr } from "daggr";
       const painter = new GradioNode("a/b", { outputs: { image: gr.Image() } });
       ${line}`,
    ]);
    const bare = cases.map((path) => [stripped(path), withoutExpectations(path).text]);
    check.add(cases, Object.fromEntries([...texts, ...bare]) as Record<string, string>);
  });
  after(() => check.dispose());

  it("have no problem themselves", () => {
    assert.deepEqual(check.problemsOfDeclarations(), []);
  });

  for (const path of cases) {
    it(`take what is right and refuse what is wrong: ${path.slice(inRoot("test/types/").length)}`, () => {
      assert.deepEqual(check.problemsOf(path), []);
      const lines = new Set(check.problemsOf(stripped(path)).map(({ line }) => line));
      assert.deepEqual([...lines], withoutExpectations(path).expected);
    });
  }

  for (const [index, [line, message]] of Object.entries(messages).entries()) {
    it(`explain ${line}`, () => {
      const [first] = check.problemsOf(mistake(index));
      assert.match(first?.message ?? "no problem", message);
    });
  }
});
