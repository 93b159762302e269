import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { rules } from "../../../src/runtime/check/rules/table.ts";
import { defaults } from "../../../src/runtime/defaults.ts";
import { openWorkflow } from "../../../src/runtime/headless/workflow.ts";
import type { Question } from "../../../src/runtime/protocol/canvas.ts";
import { FakeLookup } from "./fake-lookup.ts";
import { TestLanguage } from "./test-language.ts";
import { usedBy } from "./used-apis.ts";

/**
 * The examples of all documents. A block may be a part of a file: a comment `<!-- given … -->` before it has what comes before it in
 * the file, and a block without a graph gets one of all its nodes.
 */
const examples = [
  ...filesIn("", /\.md$/),
  ...["docs", "media"].flatMap((folder) => filesIn(folder, /\.(md|ts)$/, true)),
  ...filesIn("examples", /\.ts$/),
].flatMap((file) => (file.endsWith(".ts") ? [{ title: file, code: read(file) }] : blocksOf(file)));
/** Each one once: the reference shows files. */
const different = [...new Map(examples.map((example) => [example.code, example])).values()];
function filesIn(folder: string, names: RegExp, recursive = false): readonly string[] {
  return readdirSync(inRoot(folder), { recursive, encoding: "utf8" })
    .filter((name) => names.test(name))
    .map((name) => join(folder, name));
}

function read(file: string): string {
  return readFileSync(inRoot(file), "utf8");
}

function blocksOf(file: string) {
  const blocks = read(file).matchAll(/(?:^<!-- given\n((?:(?!^-->).)*)^-->\n+)?^```tsx?\n(.*?)^```/gms);
  return [...blocks].map(([, given = "", code = ""], place) => ({
    title: `${file}, block ${place + 1}`,
    code: completed(given + code),
  }));
}

function completed(code: string): string {
  if (isOfRule(code) || code.includes("new Graph(")) return code;
  const made = [...code.matchAll(/^const (\w+) = new \w*Node\(/gm)].map(([, name]) => name);
  return `${code.replace(/^import \{ /, "import { Graph, ")}\nexport default new Graph({ name: "Example", nodes: [${made.join(", ")}] });\n`;
}

/** What the page of the rules shows is wrong or a part on purpose; `rules.test.ts` checks it. */
function isOfRule(code: string): boolean {
  return rules.some(({ wrong, right }) => code === `${wrong}\n` || code === `${right}\n`);
}

describe("the examples of the documents", function () {
  this.timeout(120_000);
  const shown = different.filter(({ code }) => !isOfRule(code));
  let folder: string;
  let known: TestLanguage;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "daggr-examples-"));
    const offline = new FakeLookup({}, {});
    offline.offline = true;
    const blind = new TestLanguage(offline);
    known = new TestLanguage(usedBy(shown.map(({ code }, place) => blind.analysis(code, `${place}.ts`))));
    blind.dispose();
  });
  after(() => {
    known.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are found", () => {
    assert.ok(examples.length - shown.length > 90, "those of the rules");
    assert.ok(shown.length > 18, `only ${shown.length}`);
  });

  for (const [place, { title, code }] of shown.entries()) {
    it(`${title} has no problem`, () => {
      assert.deepEqual(
        known.allDiagnostics(code, `${place}.ts`).map(({ message }) => message),
        [],
      );
    });

    // The others call Spaces and models of the Hub.
    if (!/new (GradioNode|InferenceNode)\(/.test(code))
      it(`${title} runs`, async () => {
        const file = join(folder, `${place}.ts`);
        writeFileSync(file, code);
        const { results, errors } = await ran(file);
        assert.deepEqual(errors, {});
        assert.ok(Object.keys(results).length > 0);
      });
  }

  async function ran(file: string) {
    const outcome = await openWorkflow({
      file,
      folder,
      cache: join(folder, "cache"),
      dist: inRoot("dist"),
      settings: defaults,
      credentials: {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
      },
      log: () => {},
    });
    assert.ok(outcome.type === "opened", outcome.type);
    const { workflow } = outcome;
    try {
      await workflow.answerWith((_, question) => Promise.resolve(answerTo(question)));
      return (await workflow.run()).report;
    } finally {
      await workflow.close();
    }
  }
});

function answerTo(question: Question) {
  switch (question.step) {
    case "approve":
      return true;
    case "text-input":
      return question.value;
    case "choose-one":
      return question.options[0] ?? null;
  }
}
