import assert from "node:assert/strict";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleCache } from "../../../src/runtime/compile/module-cache.ts";
import { Workspace } from "./support/workflows.ts";

const source = `import { FnNode } from "daggr";\nexport const node = new FnNode(() => 1);\n`;

describe("the cache of compiled modules", () => {
  let workspace: Workspace;
  let entries: () => string[];
  beforeEach(() => {
    workspace = new Workspace({ "workflow.ts": source });
    entries = () =>
      readdirSync(join(workspace.cache, "modules")).map((name) => join(workspace.cache, "modules", name));
  });
  afterEach(() => workspace.remove());

  const compiled = () => workspace.compile().modules.get(workspace.path("workflow.ts"))!.compiled;

  it("keeps a module by its content", () => {
    const first = compiled();
    assert.equal(entries().length, 1);
    assert.deepEqual(compiled(), first);
    workspace.write({ "workflow.ts": `${source}// more` });
    assert.notEqual(compiled().key, first.key);
    assert.equal(entries().length, 2);
    workspace.write({ "workflow.ts": source });
    assert.deepEqual(compiled(), first);
  });

  it("compiles again what is damaged", () => {
    const first = compiled();
    const [path] = entries();
    for (const text of ["", "{", `{"key":`]) {
      writeFileSync(path!, text);
      assert.deepEqual(compiled(), first);
    }
  });

  it("does not mix compilers", () => {
    const path = workspace.path("workflow.ts");
    const key = (compiler: string) => new ModuleCache(workspace.cache, compiler).keyOf(path, source);
    assert.notEqual(key("one"), key("other"));
  });

  it("removes what nobody used for a month, and nothing else", () => {
    compiled();
    const [used] = entries();
    workspace.write({ "workflow.ts": `${source}// more` });
    compiled();
    const longAgo = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    for (const path of entries()) utimesSync(path, longAgo, longAgo);
    workspace.write({ "workflow.ts": source });
    compiled();
    new ModuleCache(workspace.cache, "test").prune();
    assert.deepEqual(entries(), [used]);
  });
});
