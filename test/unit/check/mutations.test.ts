import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { TestLanguage } from "./test-language.ts";
import { readGolden } from "./golden.ts";
import { assertFoundAndFixed } from "./assert-fixed.ts";
import { mutations } from "./mutations.ts";

const folder = join(import.meta.dirname, "../../golden/check");
const right = readdirSync(folder)
  .filter((name) => name.endsWith(".golden"))
  .flatMap((name) => readGolden(join(folder, name)))
  .filter(({ kind, title }) => kind === "right" && !title.startsWith("offline"));

describe("misspelt names in right workflows", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  let total = 0;

  for (const { title, code } of right)
    it(`are found and mended: ${title}`, () => {
      for (const mutation of mutations(asking.analysis(code))) {
        assertFoundAndFixed(mutation, code, (text) => asking.ruleDiagnostics(text));
        total++;
      }
    });

  it("were many", () => {
    assert.ok(total > 100, `only ${total}`);
  });
});
