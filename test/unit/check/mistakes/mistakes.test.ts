import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { inRoot } from "../../../../scripts/lib/paths.mjs";
import { applyEdits } from "../../../../src/runtime/check/edit/apply.ts";
import { rules } from "../../../../src/runtime/check/rules/table.ts";
import { filePath, Language } from "../../../../src/runtime/check/language.ts";
import { FakeLookup } from "../fake-lookup.ts";
import { mistakes, structure, withoutMistakes } from "./mistakes.ts";
import type { Mistake } from "./writing.ts";
import { dist } from "../test-language.ts";
import { usedBy } from "../used-apis.ts";

const folder = join(import.meta.dirname, "../../../workspaces/python-examples");
const translated = readdirSync(folder)
  .filter((name) => /^\d\d-.*\.ts$/.test(name))
  .map((name) => join(folder, name));
/** Python's daggr has no calls, so that its examples have none. */
const calling = [inRoot("docs/examples/calls.ts"), inRoot("examples/agent-loop.ts")];
const files = [...translated, ...calling].map(filePath);
const rounds = 4;
const wanted = 100;

interface Tried extends Mistake {
  readonly file: string;
  readonly mended: boolean;
  readonly rounds: number;
}

/** The simplest assistant: check, apply the first fix, check again, at most four times. */
describe("a hundred mistakes in the examples", function () {
  this.timeout(300_000);

  it("are mended by the first fix of each check, to the graph that was there before", () => {
    assert.equal(translated.length, 15);
    const offline = new FakeLookup({}, {});
    offline.offline = true;
    const blind = new Language(dist, offline);
    const language = new Language(dist, usedBy(files.flatMap((file) => blind.analysis(file) ?? [])));
    blind.dispose();
    const made = files.flatMap((file) => {
      const analysis = language.analysis(file);
      assert.ok(analysis);
      const before = structure(analysis);
      return mistakes(analysis).map((mistake) => ({ ...mistake, file, before }));
    });
    assert.deepEqual(
      [...new Set(made.map(({ rule }) => rule)), ...Object.keys(withoutMistakes)].toSorted(),
      rules.map(({ code }) => code).toSorted(),
    );
    // One file after the other: the compiler turns from one to the next fourteen times and not a hundred.
    const tried = spread(made)
      .toSorted((a, b) => a.file.localeCompare(b.file))
      .map(({ before, ...mistake }) => attempt(language, mistake, before));
    language.dispose();
    console.log(table(tried));
    const failed = tried.filter(({ mended }) => !mended);
    assert.equal(tried.length, wanted);
    assert.ok(
      failed.length <= wanted / 20,
      failed.map(({ rule, file, code }) => `${rule} in ${file}:\n${code}`).join("\n\n"),
    );
  });
});

let version = 0;

function attempt(language: Language, mistake: Mistake & { readonly file: string }, before: unknown): Tried {
  const { file } = mistake;
  let text = mistake.code;
  const found = () => {
    language.documents.open(file, ++version, text);
    // A few rules only warn.
    return language
      .allDiagnostics(file)
      .filter(({ severity, code }) => severity === "error" || code === mistake.rule);
  };
  let round = 0;
  let left = found();
  assert.ok(
    left.some(({ code }) => code === mistake.rule),
    `${mistake.rule} is not found, but ${left.map(({ message }) => message).join("; ")}:\n${text}`,
  );
  for (; left.length > 0 && round < rounds; round++) {
    const fix = left.flatMap(({ fixes }) => fixes).find(({ edits }) => edits.length > 0);
    if (fix === undefined) break;
    text = applyEdits(text, fix.edits);
    left = found();
  }
  const analysis = language.analysis(file);
  const same = analysis !== undefined && isDeepStrictEqual(structure(analysis), before);
  language.close(file);
  return { ...mistake, mended: left.length === 0 && same, rounds: round };
}

/** As many as are wanted: of each rule in turn, and of each rule's from its beginning to its end. */
function spread<T extends Mistake>(all: readonly T[]): readonly T[] {
  const byRule = new Map<string, T[]>();
  for (const one of all) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  const queues = [...byRule.values()].map((queue) => {
    const step = Math.max(1, Math.floor((queue.length * byRule.size) / wanted));
    return [
      ...queue.filter((_one, place) => place % step === 0),
      ...queue.filter((_one, place) => place % step > 0),
    ];
  });
  const taken: T[] = [];
  for (let place = 0; taken.length < wanted && queues.some((queue) => place < queue.length); place++)
    taken.push(...queues.flatMap((queue) => queue[place] ?? []));
  return taken.slice(0, wanted);
}

function table(tried: readonly Tried[]): string {
  const rules = [...new Set(tried.map(({ rule }) => rule))].sort();
  const rows = rules.map((rule) => {
    const of = tried.filter((one) => one.rule === rule);
    const mended = of.filter((one) => one.mended);
    const most = Math.max(0, ...mended.map((one) => one.rounds));
    return `    ${rule.padEnd(22)} ${String(mended.length).padStart(3)} of ${String(of.length).padStart(3)}, in ${most} rounds at most`;
  });
  return rows.join("\n");
}
