import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { dist } from "./test-language.ts";
import { FakeLookup } from "./fake-lookup.ts";
import { assertFoundAndFixed } from "./assert-fixed.ts";
import { mutations } from "./mutations.ts";
import { usedBy } from "./used-apis.ts";

const root = join(import.meta.dirname, "../../..");
const files = ["examples", "test/workspaces/python-examples"]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
  .filter((path) => /\.[cm]?[jt]s$/.test(path))
  .map(filePath);

describe("the examples and the ports of the Python original's", () => {
  const offline = new FakeLookup({}, {});
  offline.offline = true;
  const blind = new Language(dist, offline);
  const analyses = files.flatMap((file) => blind.analysis(file) ?? []);
  const language = new Language(dist, usedBy(analyses));
  after(() => {
    blind.dispose();
    language.dispose();
  });
  let version = 0;
  let total = 0;

  it("are all there", () => {
    assert.ok(analyses.length >= 20, `only ${analyses.length}`);
  });

  for (const file of files) {
    const name = file.slice(filePath(root).length + 1);
    it(`${name} has no problem`, () => {
      assert.deepEqual(
        language.allDiagnostics(file).map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });

    it(`${name} without network has one information at most`, () => {
      const found = blind.allDiagnostics(file).map(({ code, severity }) => `${severity} ${code}`);
      assert.ok(found.length === 0 || found.join() === "information unverified", found.join());
    });

    it(`${name}: each misspelt name is found and mended`, function () {
      this.timeout(300_000);
      const text = readFileSync(file, "utf8");
      const analysis = language.analysis(file);
      assert.ok(analysis);
      for (const mutation of mutations(analysis)) {
        total++;
        assertFoundAndFixed(mutation, text, (code) => {
          language.documents.open(file, ++version, code);
          return language.ruleDiagnostics(file);
        });
      }
      language.close(file);
    });
  }

  it("have many names", () => {
    assert.ok(total > 200, `only ${total}`);
  });
});
