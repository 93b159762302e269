import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { rulesDocument } from "../../../src/runtime/check/rules/document.ts";
import { rules } from "../../../src/runtime/check/rules/table.ts";

const path = join(import.meta.dirname, "../../../docs/rules.md");

describe("documentation of the rules", () => {
  it("is current (UPDATE_DOCS=1 writes it)", async () => {
    const made = await format(rulesDocument(), {
      parser: "markdown",
      printWidth: 110,
      embeddedLanguageFormatting: "off",
    });
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, made);
    assert.equal(readFileSync(path, "utf8"), made);
  });

  it("has a code of its own for each rule", () => {
    const codes = rules.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.match(code, /^[a-z]+(-[a-z]+)*$/);
  });
});
