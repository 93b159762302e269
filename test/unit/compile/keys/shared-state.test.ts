import assert from "node:assert/strict";
import { SharedState } from "../../../../src/runtime/compile/keys/shared-state.ts";
import { type Files, Workspace } from "../support/workflows.ts";

/** The shared variables of the nodes of a workflow, by the variable of the node. */
function sharedIn(files: Files): Readonly<Record<string, string>> {
  const workspace = new Workspace(files);
  try {
    const { modules } = workspace.compile();
    const state = new SharedState(modules);
    const found: Record<string, string> = {};
    for (const [file, { compiled }] of modules)
      for (const site of compiled.facts.sites) {
        const shared = state.of(file, site).map(({ change }) => `${change.name} in line ${change.line}`);
        if (site.variable !== undefined) found[site.variable] = shared.join();
      }
    return found;
  } finally {
    workspace.remove();
  }
}

const imports = `import { FnNode } from "daggr";\n`;

describe("State that functions share", () => {
  it("is a variable that one changes, for each that uses it", () => {
    const shared = sharedIn({
      "workflow.ts": `${imports}let count = 0;
const up = new FnNode(() => { count++; return 1; });
const read = new FnNode(() => count);
const other = new FnNode(() => 1);`,
    });
    assert.deepEqual(shared, { up: "count in line 3", read: "count in line 3", other: "" });
  });

  it("is found through helpers of other modules", () => {
    const shared = sharedIn({
      "workflow.ts": `${imports}import { put, items as list } from "./state.ts";
const writer = new FnNode(({ item }) => put(item));
const reader = new FnNode(() => list.length);`,
      "state.ts": `export const items = [];
export const put = (item) => { items.push(item); };`,
    });
    assert.deepEqual(shared, { writer: "items in line 2", reader: "items in line 2" });
  });

  it("is not what changes while the modules load, or is made once", () => {
    const shared = sharedIn({
      "workflow.ts": `${imports}const table = new Map();
function setUp() { table.set("a", 1); }
setUp();
const size = setUp();
let model;
const load = () => (model ??= fetch("/model"));
const read = new FnNode(() => table.get("a"));
const ask = new FnNode(async () => (await load()).ok);
const own = new FnNode(() => { const list = []; list.push(1); return list; });`,
    });
    assert.deepEqual([shared["read"], shared["ask"], shared["own"]], ["", "", ""]);
  });

  it("is also what an object's own methods change", () => {
    const shared = sharedIn({
      "workflow.ts": `${imports}const store = { last: "", keep(text) { store.last = text; } };
const keep = new FnNode(({ text }) => store.keep(text));`,
    });
    assert.equal(shared["keep"], "store in line 2");
  });
});
