import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declarationName, typesFolder } from "../../src/runtime/api-types/names.ts";
import { readLock, writeTypes } from "../../src/runtime/api-types/store.ts";
import { createLookup } from "../../src/runtime/check/lookup/create.ts";
import { askServices } from "../../src/runtime/check/lookup/named-services.ts";
import { sharedApp } from "../support/gradio.ts";
import { startHub } from "../support/hub.ts";
import { TypeCheck } from "../unit/daggr/type-check.ts";

describe("types of a real Gradio app", function () {
  this.timeout(300_000);

  it("are declared and locked by its name on the Hub, and check a node", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daggr-types-app-"));
    const commit = "a".repeat(40);
    const hub = await startHub({ "ann/core": { url: (await sharedApp("core")).url, sha: commit } });
    const check = new TypeCheck();
    try {
      const credentials = {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
      };
      const { lookup } = createLookup({ cache: join(folder, "cache"), credentials, env: hub.env });
      const asked = await askServices(lookup, { spaces: ["ann/core"], models: [] }, { fresh: true });
      assert.deepEqual([...asked.unknown], []);
      await writeTypes(folder, asked);
      const locked = (await readLock(folder)).spaces["ann/core"];
      assert.equal(locked?.commit, commit);
      assert.match(locked.gradio, /^6\./);

      const [endpoint] = asked.spaces[0]!.api.endpoints.filter(({ parameters }) => parameters.length > 0);
      const parameter = endpoint!.parameters[0]!.name;
      const declaration = join(folder, "space.d.ts");
      const node = (name: string) =>
        `import { GradioNode } from "daggr";\ndeclare const any: any;\n` +
        `new GradioNode("ann/core", { apiName: ${JSON.stringify(endpoint!.name)}, inputs: { ${name}: any } });\n`;
      const [right, wrong] = [join(folder, "right.ts"), join(folder, "wrong.ts")];
      check.add([], {
        [declaration]: readFileSync(join(folder, typesFolder, declarationName), "utf8"),
        [right]: node(parameter),
        [wrong]: node(`${parameter}x`),
      });
      assert.deepEqual(check.problemsOf(declaration), []);
      assert.deepEqual(check.problemsOf(right), []);
      assert.match(check.problemsOf(wrong)[0]?.message ?? "", new RegExp(`'${parameter}'\\?`));
    } finally {
      check.dispose();
      await hub.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
