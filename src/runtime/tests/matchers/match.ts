import { alikePictures, alikeSounds, sameBytes } from "../content/alike.ts";
import type { Expectation } from "../test-file.ts";
import type { Value } from "../../values/value.ts";
import { differenceOf, type Comparison } from "./difference.ts";

/** Where the files of both sides are. */
export type ComparedFiles = Pick<Comparison, "expectedPath" | "actualPath">;

/** Why a value is not what a test expects, or undefined where it is. */
export async function mismatchOf(
  expectation: Expectation,
  actual: Value,
  files: ComparedFiles,
): Promise<string | undefined> {
  switch (expectation.match) {
    case "exact":
      return differenceOf(expectation.value, actual, { ...files, compareFiles: sameBytes });
    case "subset":
      return differenceOf(expectation.value, actual, { ...files, compareFiles: sameBytes, subset: true });
    case "image":
      return differenceOf(expectation.value, actual, {
        ...files,
        compareFiles: alikePictures(expectation.difference),
      });
    case "audio":
      return differenceOf(expectation.value, actual, {
        ...files,
        compareFiles: alikeSounds(expectation.difference),
      });
    case "contains": {
      if (typeof actual !== "string") return "it is no text";
      const missing = textsOf(expectation.text).find((text) => !actual.includes(text));
      return missing === undefined ? undefined : `${JSON.stringify(missing)} is not in it`;
    }
    case "within": {
      if (typeof actual !== "number") return "it is no number";
      const { value, by } = expectation;
      if (Math.abs(actual - value) <= by) return undefined;
      return `${actual} is not within ${by} of ${value}`;
    }
  }
}

export function textsOf(text: string | readonly string[]): readonly string[] {
  return typeof text === "string" ? [text] : text;
}
