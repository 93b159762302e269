import assert from "node:assert/strict";
import type { TestCanvas } from "./support/canvas.ts";
import { Workspace } from "./support/workspace.ts";

const workflow = `
import { FnNode, Graph, gr } from "daggr";
import { shout } from "./helper.ts";

const first = new FnNode(({ text }) => shout(text), { inputs: { text: gr.Textbox({ value: "a" }) } });
const second = new FnNode(({ text }) => text + "?", { inputs: { text: first.output } });
const other = new FnNode(({ text }) => text + ".", { inputs: { text: gr.Textbox({ value: "b" }) } });
export default new Graph({ name: "Code", nodes: [second, other] });
`;
const helper = `export function shout(text: string): string { return text.toUpperCase(); }\n`;

describe("rule: code", function () {
  this.timeout(60_000);
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace({ "workflow.ts": workflow, "helper.ts": helper });
  });
  afterEach(() => workspace.remove());

  const freshness = (canvas: TestCanvas) =>
    Object.fromEntries(["first", "second", "other"].map((name) => [name, canvas.freshness(name)]));
  const allFresh = { first: "fresh", second: "fresh", other: "fresh" };

  it("makes exactly the users of a helper stale that was edited", async () => {
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.deepEqual([canvas.output("second"), canvas.output("other")], ["A?", "b."]);
    await workspace.save({ "helper.ts": helper.replace("toUpperCase()", 'toUpperCase() + "!"') });
    await canvas.quiet();
    assert.deepEqual(freshness(canvas), {
      first: "code changed",
      second: "upstream changed",
      other: "fresh",
    });
    assert.deepEqual(
      canvas.state.preview.run.map(({ node }) => node),
      ["first", "second"],
    );
    await canvas.run();
    assert.equal(canvas.output("second"), "A!?");
    assert.equal(canvas.node("other").results.length, 1);
  });

  it("makes nothing stale by types, comments and formatting", async () => {
    const canvas = await workspace.canvas();
    await canvas.run();
    await workspace.save({
      "helper.ts": `// A comment.\nexport function shout(\n  text: string | String,\n) {\n  return text.toUpperCase();\n}\n`,
      "workflow.ts": workflow.replace('text + "?"', "text /* so */ +\n  '?'"),
    });
    await canvas.quiet();
    assert.deepEqual(freshness(canvas), allFresh);
  });

  it("runs nothing again after a restart with nothing changed", async () => {
    const canvas = await workspace.canvas();
    await canvas.run();
    await workspace.close();
    const again = await workspace.canvas();
    assert.deepEqual(freshness(again), allFresh);
    assert.equal(again.output("second"), "A?");
    await again.run();
    assert.equal(again.node("first").results.length, 1);
  });
});
