import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { rules } from "../../../src/runtime/check/rules/table.ts";
import { readGolden, writeGolden } from "./golden.ts";
import { diagnosticsText } from "./diagnostics-text.ts";
import { fakeServices } from "./fake-services.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "test/golden/check");
/** Set to write the golden files again: then read the difference. */
const update = process.env["UPDATE_GOLDEN"] === "1";

describe("rules", () => {
  const language = new Language(join(root, "dist"), fakeServices, "1.0.0");
  const folders = mkdtempSync(join(tmpdir(), "daggr-golden-"));
  let version = 0;
  /** Cases whose title says so stand in a folder where that version of daggr is installed. */
  const fileFor = (title: string): string => {
    const installed = /^installed ([^\s,]+)/.exec(title)?.[1];
    const own = join(folders, installed ?? "empty");
    if (installed !== undefined && !existsSync(own)) {
      const daggr = join(own, "node_modules/daggr");
      mkdirSync(daggr, { recursive: true });
      writeFileSync(
        join(daggr, "package.json"),
        JSON.stringify({ name: "daggr", version: installed, types: "index.d.ts" }),
      );
      copyFileSync(join(root, "dist/types/daggr.d.ts"), join(daggr, "index.d.ts"));
    }
    return filePath(join(own, "workflow.ts"));
  };
  const problemsOf = (code: string, title = "") => {
    const file = fileFor(title);
    language.documents.open(file, ++version, code);
    return language.allDiagnostics(file);
  };
  after(() => {
    language.dispose();
    rmSync(folders, { recursive: true });
  });

  it("are there for everything that the editor promises to find", () => {
    const codes = new Set(rules.map(({ code }) => code));
    assert.deepEqual(
      promised.filter((code) => !codes.has(code)),
      [],
    );
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
          const problems = withWorld(one.title, () => problemsOf(one.code, one.title));
          const said = diagnosticsText(one.code, problems);
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
            expected: withWorld(one.title, () => diagnosticsText(one.code, problemsOf(one.code, one.title))),
          }));
          writeGolden(path, written);
        });

      it("is true to the examples of its documentation", () => {
        const codes = (snippet: string) => problemsOf(prelude + snippet).map(({ code }) => code);
        if (!outside.has(rule.code))
          assert.ok(codes(rule.wrong).includes(rule.code), codes(rule.wrong).join());
        assert.ok(!codes(rule.right).includes(rule.code));
      });
    });
  }
});

/** Rules about what is around the file, which a piece of code alone does not show. */
const outside: ReadonlySet<string> = new Set(["unverified", "other-version"]);

/** What a person may count on, whatever else is found besides. */
const promised = [
  ...["unknown-space", "invalid-space", "unknown-endpoint", "too-many-outputs"],
  ...["unknown-parameter", "missing-parameter", "wrong-type", "unknown-choice"],
  ...["unknown-model", "invalid-model", "no-provider"],
  ...["unknown-input", "missing-input", "positional-function"],
  ...["unknown-port", "reserved-port", "different-outputs", "duplicate-name"],
  ...["scatter-no-list", "gather-not-scattered", "unequal-lists"],
  ...["unexported-graph", "unused-node", "unverified"],
];

const prelude = `import { ChooseOne, FnNode, GradioNode, Graph, InferenceNode, InputNode, ItemList, gr } from "daggr";
`;

/** Cases whose title says so run without network. */
function withWorld<T>(title: string, run: () => T): T {
  fakeServices.offline = title.startsWith("offline");
  try {
    return run();
  } finally {
    fakeServices.offline = false;
  }
}
