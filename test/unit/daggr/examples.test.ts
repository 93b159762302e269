import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { TypeCheck } from "./type-check.ts";

const folders = ["examples", "test/workspaces/python-examples"];
const files = folders.flatMap((folder) =>
  readdirSync(inRoot(folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => inRoot(folder, name)),
);

describe("The examples", function () {
  this.timeout(120_000);
  let check: TypeCheck;

  before(() => {
    check = new TypeCheck();
    check.add(files);
  });
  after(() => check.dispose());

  it("have no configuration of their own", () => {
    for (const folder of folders) {
      const others = readdirSync(inRoot(folder)).filter((name) => !name.endsWith(".ts"));
      assert.deepEqual(others, [], folder);
    }
  });

  it("port all fifteen of the Python original", () => {
    const numbers = files.flatMap((file) => /^(\d\d)-/.exec(basename(file))?.[1] ?? []);
    assert.deepEqual(
      numbers,
      Array.from({ length: 15 }, (_, index) => String(index + 1).padStart(2, "0")),
    );
  });

  for (const file of files) {
    it(`are right for a strict compiler: ${basename(file)}`, () =>
      assert.deepEqual(check.problemsOf(file), []));
  }
});
