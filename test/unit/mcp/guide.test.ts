import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { FakeLookup } from "../check/fake-lookup.ts";
import { TestLanguage } from "../check/test-language.ts";
import { usedBy } from "../check/used-apis.ts";

describe("the guide for assistants", () => {
  it("shows workflows without a problem", () => {
    const offline = new FakeLookup({}, {});
    offline.offline = true;
    const codes = [...readFileSync(inRoot("docs/guide.md"), "utf8").matchAll(/^```ts\n(.*?)^```/gms)].map(
      ([, code = ""]) => code,
    );
    assert.ok(codes.length >= 8);
    const blind = new TestLanguage(offline);
    const known = new TestLanguage(usedBy(codes.map((code, index) => blind.analysis(code, `${index}.ts`))));
    for (const [index, code] of codes.entries())
      assert.deepEqual(
        known.allDiagnostics(code, `${index}.ts`).map(({ message }) => message),
        [],
        code,
      );
    blind.language.dispose();
    known.language.dispose();
  });
});
