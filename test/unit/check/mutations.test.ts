import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Asking } from "./asking.ts";
import { readGolden } from "./golden.ts";
import { assertFoundAndMended } from "./mended.ts";
import { mutations } from "./mutations.ts";

const folder = join(import.meta.dirname, "../../golden/check");
const right = readdirSync(folder)
  .filter((name) => name.endsWith(".golden"))
  .flatMap((name) => readGolden(join(folder, name)))
  .filter(({ kind, title }) => kind === "right" && !title.startsWith("offline"));

describe("misspelt names in right workflows", () => {
  const asking = new Asking();
  after(() => {
    asking.dispose();
  });
  let total = 0;

  for (const { title, code } of right)
    it(`are found and mended: ${title}`, () => {
      for (const mutation of mutations(asking.analysis(code))) {
        assertFoundAndMended(mutation, code, (text) => asking.problems(text));
        total++;
      }
    });

  it("were many", () => {
    assert.ok(total > 100, `only ${total}`);
  });
});
