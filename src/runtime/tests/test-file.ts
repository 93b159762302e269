import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { redactValue } from "../failures/secrets.ts";
import { parseJson } from "../files/http/json-limits.ts";
import type { Json } from "../values/value.ts";
import { testName } from "./test-paths.ts";

// A recorded test of a workflow: `NAME.daggr-test.json` beside it, and a folder `NAME.daggr-test` with files and calls.

/** Of one test file. What is large stands in files beside it. */
const maxBytes = 16 * 1024 * 1024;
const limits = { depth: 100, containers: 200_000, values: 1_000_000 };
const maxEntries = 2000;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(json), v.record(v.string(), json)]),
);
const table = <T extends v.GenericSchema>(value: T) =>
  v.pipe(
    v.record(name, value),
    v.check((all) => Object.keys(all).length <= maxEntries, `has more than ${maxEntries} entries`),
  );

/** What an output has to be. In values, `{ "$file": PATH }` stands for a file of the test's folder. */
const expectationSchema = v.variant("match", [
  /** Equal; files by their bytes. */
  v.strictObject({ match: v.literal("exact"), value: json }),
  /** Every field and item that is given is there; more may be. */
  v.strictObject({ match: v.literal("subset"), value: json }),
  /** A text with all of these in it. */
  v.strictObject({ match: v.literal("contains"), text: v.union([v.string(), v.array(v.string())]) }),
  /** A number at most `by` away. */
  v.strictObject({ match: v.literal("within"), value: v.number(), by: v.pipe(v.number(), v.minValue(0)) }),
  /** Pictures of the same size that look alike: `difference` is between 0 (the same) and 1 (black and white). */
  v.strictObject({
    match: v.literal("image"),
    value: json,
    difference: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  /** Sounds of the same length whose loudness runs alike; `difference` as for pictures. */
  v.strictObject({
    match: v.literal("audio"),
    value: json,
    difference: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
]);

const testSchema = v.strictObject({
  version: v.literal(1),
  /** Name of the workflow file beside it. */
  workflow: v.pipe(
    name,
    v.check((file) => file === basename(file), "is no name of a file beside the test"),
  ),
  graph: name,
  /** `node.input`, or `node.port` for the edited items of a list. */
  inputs: v.optional(table(json), {}),
  /** Choice → variant. */
  picks: v.optional(table(name), {}),
  /** `node.input` → what its callable gave. */
  drawn: v.optional(table(json), {}),
  /** Nodes that pass their input on. */
  bypassed: v.optional(v.pipe(v.array(name), v.maxLength(maxEntries)), []),
  /** Human step → its answers, in order. */
  answers: v.optional(table(v.array(json)), {}),
  /** Node → port. */
  expected: table(table(expectationSchema)),
});

export type WorkflowTest = v.InferOutput<typeof testSchema>;
export type Expectation = v.InferOutput<typeof expectationSchema>;

/** A test with where it is: everything that it names is found from there. */
export interface FoundTest {
  /** Without the suffix. */
  readonly name: string;
  /** Absolute path of the test file. */
  readonly path: string;
  readonly test: WorkflowTest;
}

/** A test file is no test: the message says where it is wrong. */
export class TestFileError extends Error {
  override readonly name = "TestFileError";
}

/** The workflow file that a test is of. */
export function workflowOf({ path, test }: Pick<FoundTest, "path" | "test">): string {
  return join(dirname(path), test.workflow);
}

/** @throws {TestFileError} where it cannot be read, or is no test */
export async function readTest(path: string): Promise<FoundTest> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new TestFileError(`'${basename(path)}' cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  });
  return { name: testName(path), path, test: parseTest(text, basename(path)) };
}

/** @throws {TestFileError} where the text is no test */
function parseTest(text: string, file: string): WorkflowTest {
  if (text.length > maxBytes)
    throw new TestFileError(`'${file}' has more than ${maxBytes / 1024 / 1024} MB, the most of a test file.`);
  let value: unknown;
  try {
    value = parseJson(text, limits);
  } catch (error) {
    throw new TestFileError(`'${file}' is no JSON: ${(error as Error).message}.`);
  }
  const parsed = v.safeParse(testSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new TestFileError(
    `'${file}' is no test${place === null ? "" : ` at '${place}'`}: ${issue.message}. 'daggr record-test' writes a new one.`,
  );
}

/** As it is kept: without secrets, and in an order that stays, so that a change shows as one. */
export async function writeTest(path: string, test: WorkflowTest): Promise<void> {
  const { version, workflow, graph, inputs, picks, drawn, bypassed, answers, expected } = test;
  const filled = Object.entries({ inputs, picks, drawn, answers }).filter(
    ([, entries]) => Object.keys(entries).length > 0,
  );
  const written = {
    ...{ version, workflow, graph },
    ...Object.fromEntries(filled),
    ...(bypassed.length > 0 && { bypassed }),
    expected,
  };
  await writeFile(path, `${JSON.stringify(redactValue(written), undefined, 2)}\n`);
}
