import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { rules } from "../../../src/runtime/check/rules/table.ts";
import { readGolden, writeGolden } from "./golden.ts";
import { told } from "./told.ts";
import { world } from "./world.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "test/golden/check");
/** Set to write the golden files anew: then read the difference. */
const update = process.env["UPDATE_GOLDEN"] === "1";

describe("rules", () => {
  const language = new Language(join(root, "dist"), world);
  const file = filePath(join(tmpdir(), "daggr-golden", "workflow.ts"));
  let version = 0;
  const problemsOf = (code: string) => {
    language.documents.open(file, ++version, code);
    return language.allProblems(file);
  };
  after(() => {
    language.dispose();
  });

  for (const rule of rules) {
    const path = join(folder, `${rule.code}.golden`);
    describe(rule.code, () => {
      it("has at least three wrong workflows and three right ones", () => {
        assert.ok(existsSync(path), `there is no ${path}`);
        const kinds = readGolden(path).map(({ kind }) => kind);
        assert.ok(kinds.filter((kind) => kind === "wrong").length >= 3);
        assert.ok(kinds.filter((kind) => kind === "right").length >= 3);
      });

      const cases = existsSync(path) ? readGolden(path) : [];
      for (const one of cases) {
        it(`${one.kind}: ${one.title}`, () => {
          const problems = withWorld(one.title, () => problemsOf(one.code));
          const said = told(one.code, problems);
          if (one.kind === "right") return assert.equal(said, "");
          assert.ok(
            problems.some(({ code }) => code === rule.code),
            `${rule.code} says nothing, only:\n${said}`,
          );
          if (!update) assert.equal(said, one.expected);
        });
      }

      if (update && cases.length > 0)
        after(() => {
          const written = cases.map((one) => ({
            ...one,
            expected: withWorld(one.title, () => told(one.code, problemsOf(one.code))),
          }));
          writeGolden(path, written);
        });

      it("is true to the examples of its documentation", () => {
        const codes = (snippet: string) => problemsOf(prelude + snippet).map(({ code }) => code);
        if (rule.code !== "unverified")
          assert.ok(codes(rule.wrong).includes(rule.code), codes(rule.wrong).join());
        assert.ok(!codes(rule.right).includes(rule.code));
      });
    });
  }
});

const prelude = `import { ChooseOne, FnNode, GradioNode, Graph, InferenceNode, InputNode, ItemList, gr } from "daggr";
`;

/** Cases whose title says so run without network. */
function withWorld<T>(title: string, run: () => T): T {
  world.offline = title.startsWith("offline");
  try {
    return run();
  } finally {
    world.offline = false;
  }
}
