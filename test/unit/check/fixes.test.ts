import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyEdits } from "../../../src/runtime/check/edit/apply.ts";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { fakeServices } from "./fake-services.ts";
import { readGolden } from "./golden.ts";

const root = join(import.meta.dirname, "../../..");
const goldens = join(root, "test/golden/check");

describe("fixes that remove or add an entry", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "daggr-fixes-"));
  const language = new Language(join(root, "dist"), fakeServices, "1.0.0");
  const file = filePath(join(folder, "workflow.ts"));
  let version = 0;
  after(() => {
    language.dispose();
    rmSync(folder, { recursive: true });
  });

  /** What each fix that changes the entries makes of a workflow. */
  const mended = (code: string) => {
    language.documents.open(file, ++version, code);
    return language
      .ruleDiagnostics(file)
      .flatMap(({ fixes }) => fixes)
      .filter(({ title, edits }) => /^(Remove|Add|Name the|Change to 'gr)\b/.test(title) && edits.length > 0)
      .map(({ title, edits }) => ({ title, code: applyEdits(code, edits) }));
  };

  for (const golden of readdirSync(goldens)) {
    it(`do not undo each other: ${golden}`, () => {
      for (const { title, code } of readGolden(join(goldens, golden)))
        for (const first of mended(code))
          for (const second of mended(first.code))
            assert.notEqual(
              second.code.replaceAll(/\s/g, ""),
              code.replaceAll(/\s/g, ""),
              `${title}: '${second.title}' undoes '${first.title}'`,
            );
    });
  }

  it("lead to a workflow without the problem, for an input that is undefined", () => {
    const code = `import { FnNode, Graph } from "daggr";
const node = new FnNode(({ text, photo }: { text: string; photo?: string }) => text + photo, {
  inputs: { text: undefined, photo: undefined },
});
export default new Graph({ name: "Test", nodes: [node] });
`;
    const [first] = mended(code);
    const [second, third] = mended(first!.code);
    assert.equal(third, undefined);
    language.documents.open(file, ++version, second!.code);
    assert.deepEqual(language.allDiagnostics(file), []);
  });
});
