import type { CompareFiles } from "../content/alike.ts";
import { isKeptFile, type KeptFile } from "../test-values.ts";
import { isFileRef, type FileRef, type Json, type Value } from "../../values/value.ts";

/** How two values are compared. */
export interface Comparison {
  /** What is expected may leave out fields of objects and the last items of lists. */
  readonly subset?: boolean;
  readonly compareFiles: CompareFiles;
  expectedPath(file: KeptFile): Promise<string>;
  actualPath(file: FileRef): string;
}

/** Where two values differ first, and how; undefined where they are equal. */
export async function differenceOf(
  expected: Json,
  actual: Value,
  comparison: Comparison,
  place = "",
): Promise<string | undefined> {
  const at = place === "" ? "" : `at ${place}: `;
  if (isKeptFile(expected)) {
    if (!isFileRef(actual)) return `${at}${named(actual)} instead of a file`;
    const why = await comparison.compareFiles(
      await comparison.expectedPath(expected),
      comparison.actualPath(actual),
    );
    return why === undefined ? undefined : `${at}${why}`;
  }
  if (isFileRef(actual)) return `${at}a file instead of ${named(expected)}`;
  if (typeof expected !== "object" || expected === null) {
    return expected === actual ? undefined : `${at}${named(actual)} instead of ${named(expected)}`;
  }
  if (Array.isArray(expected) !== Array.isArray(actual) || typeof actual !== "object" || actual === null)
    return `${at}${named(actual)} instead of ${named(expected)}`;
  if (Array.isArray(actual)) {
    const [wanted, found] = [(expected as readonly Json[]).length, actual.length];
    if (comparison.subset ? found < wanted : found !== wanted)
      return `${at}${found} item${found === 1 ? "" : "s"} instead of ${wanted}`;
  }
  const found = actual as Readonly<Record<string, Value>>;
  for (const [key, value] of Object.entries(expected as Readonly<Record<string, Json>>)) {
    if (!Object.hasOwn(found, key)) return `${at}'${key}' is missing`;
    const inner = await differenceOf(value, found[key]!, comparison, `${place}/${key}`);
    if (inner !== undefined) return inner;
  }
  const more = comparison.subset ? [] : Object.keys(found).filter((key) => !Object.hasOwn(expected, key));
  return more.length > 0 ? `${at}'${more[0]}' is not expected` : undefined;
}

function named(value: Json | Value): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
