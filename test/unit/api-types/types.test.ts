import assert from "node:assert/strict";
import ts from "typescript";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { declarationFile, withSpaces } from "../../../src/runtime/api-types/declaration-file.ts";
import { fakeServices } from "../check/fake-services.ts";
import { TypeCheck } from "../daggr/type-check.ts";
import { right, wrong } from "./cases.ts";

const head = `import { FnNode, GradioNode, gr, type GalleryImage, type PortBase } from "daggr";
declare const anything: any;
declare const text: string;
const words = new FnNode(() => ({ text: "a", list: ["a"], count: 1 }), {
  outputs: { text: gr.Textbox(), list: gr.JSON<string[]>(), count: gr.Number() },
});
`;
const declarations = inRoot("test/types/spaces.d.ts");
const declarationsText = declarationFile(withSpaces(new Map(), Object.values(fakeServices.spaces)));
const caseFile = (name: string | number) => inRoot(`test/types/case-${name}.ts`);

describe("The types of Spaces", function () {
  this.timeout(120_000);
  let check: TypeCheck;
  before(() => {
    check = new TypeCheck();
    const lines = [...right, ...Object.keys(wrong)];
    const texts = lines.map((line, index) => [caseFile(index), `${head}${line}\n`] as const);
    check.add([], Object.fromEntries([[declarations, declarationsText], ...texts]));
  });
  after(() => check.dispose());

  it("are declared without a problem", () => {
    assert.deepEqual(check.problemsOf(declarations), []);
    assert.deepEqual(check.problemsOfDeclarations(), []);
  });

  it("have 25 right cases and 40 wrong ones", () => {
    assert.ok(right.length >= 25, String(right.length));
    assert.ok(Object.keys(wrong).length >= 40, String(Object.keys(wrong).length));
  });

  for (const [index, line] of right.entries())
    it(`take ${line}`, () => assert.deepEqual(check.problemsOf(caseFile(index)), []));

  for (const [index, [line, message]] of Object.entries(wrong).entries())
    it(`refuse ${line}`, () => {
      const [first, ...others] = check.problemsOf(caseFile(right.length + index));
      assert.match(first?.message ?? "no problem", message);
      assert.ok(!/\bnever\b/.test(first?.message ?? ""), first?.message);
      assert.deepEqual(others, []);
    });
});

describe("The types of Spaces in an editor", function () {
  this.timeout(120_000);

  let check: TypeCheck;
  before(() => (check = new TypeCheck()));
  after(() => check.dispose());

  /** What TypeScript offers at `|`. */
  const offered = (marked: string): readonly string[] => {
    const file = caseFile("completion");
    const texts = { [file]: `${head}${marked.replace("|", "")}\n`, [declarations]: declarationsText };
    const service = ts.createLanguageService(check.serviceHost(texts));
    const found = service.getCompletionsAtPosition(file, head.length + marked.indexOf("|"), {});
    return (found?.entries ?? []).map(({ name }) => name.replaceAll(/^"|"$/g, ""));
  };

  it("complete Spaces", () => {
    const names = offered(`new GradioNode("|");`);
    assert.ok(names.includes("owner/speech") && names.includes("owner/kinds"), names.join());
  });

  it("complete endpoints", () => {
    const names = offered(`new GradioNode("owner/speech", { apiName: "|" });`);
    for (const name of ["/say", "/listen", "/mix", "/predict"]) assert.ok(names.includes(name), names.join());
  });

  it("complete parameters", () => {
    const names = offered(`new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "a", | } });`);
    for (const name of ["voice", "speed", "loud"]) assert.ok(names.includes(name), names.join());
    assert.ok(!names.includes("audio"));
  });

  it("complete choices", () => {
    const names = offered(`new GradioNode("owner/speech", { apiName: "/say", inputs: { voice: "|" } });`);
    assert.deepEqual([...names].sort(), ["Alice", "Bob", "Carol"]);
  });
});
