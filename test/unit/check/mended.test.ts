import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { applyEdits } from "../../../src/runtime/check/edit/apply.ts";
import type { Diagnostic } from "../../../src/runtime/protocol/language.ts";
import { diagnosticsText } from "./diagnostics-text.ts";
import { type MendedCase, readMended, writeMended } from "./mended-golden.ts";
import { TestLanguage } from "./test-language.ts";

const folder = join(import.meta.dirname, "../../golden/mended");
/** Set to write what is said again: then read the difference. The right files are written by hand. */
const update = process.env["UPDATE_GOLDEN"] === "1";

describe("files as people and assistants write them wrongly", function () {
  this.timeout(120_000);
  const files = readdirSync(folder).map((name) => ({
    path: join(folder, name),
    cases: readMended(join(folder, name)),
  }));
  const all = files.flatMap(({ cases }) => cases);
  const failed: string[] = [];
  /** What is said of each case, and of what its first fix made. */
  const problems = new Map<MendedCase, readonly Diagnostic[]>();
  const left = new Map<MendedCase, readonly Diagnostic[]>();
  before(() => {
    const language = new TestLanguage();
    // All of them in one program, and then all that was made of them in another.
    const check = (codes: ReadonlyMap<MendedCase, string>, into: typeof problems) => {
      const open = [...codes].map(
        ([one, code]) => [one, language.open(code, nameOf(all.indexOf(one)))] as const,
      );
      for (const [one, file] of open) into.set(one, language.language.allDiagnostics(file));
    };
    check(new Map(all.map((one) => [one, one.wrong])), problems);
    const mended = all.flatMap((one) => {
      const code = mendedBy(one, problems.get(one) ?? []);
      return code === undefined ? [] : [[one, code] as const];
    });
    check(new Map(mended), left);
    language.dispose();
  });

  for (const { path, cases } of files) {
    for (const one of cases)
      it(`has one message for: ${one.title}`, () => {
        const found = problems.get(one) ?? [];
        const said = diagnosticsText(one.wrong, found);
        const why = whyNotMended(one, found, left.get(one));
        if (why !== undefined) failed.push(`${one.title}: ${why}`);
        assert.equal(found.length, 1, said);
        if (!update) assert.equal(said, one.said);
      });
    if (update)
      after(() => {
        writeMended(
          path,
          cases.map((one) => ({ ...one, said: diagnosticsText(one.wrong, problems.get(one) ?? []) })),
        );
      });
  }

  it("are right after the first fix, 57 of 60 at least", () => {
    const right = all.length - failed.length;
    console.log(`    ${right} of ${all.length} are right after the first fix`);
    for (const one of failed) console.log(`    not right: ${one}`);
    assert.ok(all.length >= 60);
    assert.ok(right / all.length >= 57 / 60);
  });
});

function nameOf(place: number): string {
  return `mended-${place + 1}.ts`;
}

/** What the first fix of the first message makes, and nothing else does. */
function mendedBy({ wrong }: MendedCase, [first]: readonly Diagnostic[]): string | undefined {
  const fix = first?.fixes[0];
  return fix && fix.edits.length > 0 ? applyEdits(wrong, fix.edits) : undefined;
}

/** It has to be the right file, in which nothing is wrong. */
function whyNotMended(
  one: MendedCase,
  problems: readonly Diagnostic[],
  left: readonly Diagnostic[] | undefined,
): string | undefined {
  const mended = mendedBy(one, problems);
  if (mended === undefined || left === undefined) return "there is no fix";
  const { title } = problems[0]!.fixes[0]!;
  if (left.length > 0)
    return `'${title}' leaves: ${left.map(({ message }) => message).join(" | ")}\n${mended}`;
  return plain(mended) === plain(one.right) ? undefined : `'${title}' makes another file:\n${mended}`;
}

/** Apart from layout, which Prettier decides. */
function plain(code: string): string {
  return code.replaceAll(/\s+/g, "").replaceAll(/,(?=[)}\]])/g, "");
}
