import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { Harness, type Workflow } from "../support/harness.ts";

describe("calling workflow code that fails", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  describe("errors", () => {
    let workflow: Workflow;
    before(async () => {
      workflow = await harness.loaded({
        "workflow.ts": `import { FnNode, Graph } from "daggr";
import { deep } from "./lib/deep.ts";
interface Unused { a: string }

const thrown = new FnNode(({ how }: { how: string }) => {
  if (how === "helper") return deep(1 as number);
  if (how === "text") throw "just text";
  if (how === "object") throw { code: 5 };
  if (how === "empty") throw new Error();
  if (how === "many") throw new AggregateError([new Error("one"), new TypeError("two")], "several");
  throw new TypeError(\`bad \${how}\`, { cause: new Error("because", { cause: "text" }) });
});
const stack = new FnNode(() => {
  const type: Unused = { a: "" };
  return new Error("here").stack + type.a;
});
export default new Graph({ name: "Errors", nodes: [thrown, stack] });
`,
        "lib/deep.ts": `type A = 1;

export function deep(value: number): never {
  return fail(value);
}
async function unused(): Promise<A> { return 1; }
function fail(value: number): never {
  throw new RangeError(\`deep \${value}\`);
}
`,
      });
    });

    it("carry the line of the workflow file, and their causes", async () => {
      const failure = await workflow.failure("thrown", { how: "luck" });
      assert.equal(failure.message, "TypeError: bad luck");
      assert.deepEqual(failure.at, { file: workflow.file, line: 11, column: 9 });
      assert.deepEqual(failure.causes, ["because", 'the text "text"']);
      assert.match(failure.stack ?? "", /workflow\.ts:11:9/);
      assert.doesNotMatch(failure.stack ?? "", /workflow-process|node:internal|daggr-module/);
    });

    it("carry the line of a local module where it was thrown there", async () => {
      const failure = await workflow.failure("thrown", { how: "helper" });
      assert.deepEqual(failure.at, {
        file: join(dirname(workflow.file), "lib", "deep.ts"),
        line: 8,
        column: 9,
      });
      assert.match(failure.stack ?? "", /deep\.ts:4:10[^]*workflow\.ts:6:32/);
    });

    it("list what an aggregate error is made of", async () => {
      assert.deepEqual((await workflow.failure("thrown", { how: "many" })).causes, ["one", "TypeError: two"]);
    });

    it("may be anything", async () => {
      assert.match((await workflow.failure("thrown", { how: "text" })).message, /threw the text "just text"/);
      assert.match((await workflow.failure("thrown", { how: "object" })).message, /threw \{"code":5\}/);
      assert.match((await workflow.failure("thrown", { how: "empty" })).message, /without a message/);
    });

    it("have mapped stacks for the code itself too", async () => {
      assert.match((await workflow.output("stack")) as string, /workflow\.ts:15:10/);
    });
  });
});
