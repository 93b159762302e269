import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { differenceOf, pictureOf } from "./picture.ts";
import { loudnessDifference, soundOf } from "./sound.ts";

/** Why two files differ, or undefined where they are taken for the same. */
export type CompareFiles = (expected: string, actual: string) => Promise<string | undefined>;

/** Of a file that is not decoded: how much its bytes may grow or shrink. */
const byteTolerance = 0.2;
/** Of a sound: how much longer or shorter it may be. */
const lengthTolerance = 0.02;

export const sameBytes: CompareFiles = async (expected, actual) => {
  const [one, other] = await Promise.all([readFile(expected), readFile(actual)]);
  if (one.equals(other)) return undefined;
  return `the files differ: ${described(one)} expected, ${described(other)} found`;
};

/** Pictures of one size that look alike. */
export function alikePictures(difference: number): CompareFiles {
  return async (expected, actual) => {
    const [one, other] = await Promise.all([readFile(expected), readFile(actual)]);
    if (one.equals(other)) return undefined;
    const [before, now] = await Promise.all([pictureOf(one), pictureOf(other)]);
    if (!before || !now) return alikeBytes(one, other);
    if (before.width !== now.width || before.height !== now.height)
      return `the picture has ${now.width} × ${now.height} pixels, not ${before.width} × ${before.height}`;
    // Formats that are not decoded are told apart by their bytes.
    if (!before.grid || !now.grid)
      return before.format === now.format
        ? alikeBytes(one, other)
        : `the picture is ${now.format}, not ${before.format}`;
    const found = differenceOf(before.grid, now.grid);
    if (found <= difference) return undefined;
    return `the picture looks different: by ${rounded(found)}, and ${difference} is allowed`;
  };
}

/** Sounds of one length whose loudness runs alike. */
export function alikeSounds(difference: number): CompareFiles {
  return async (expected, actual) => {
    const [one, other] = await Promise.all([readFile(expected), readFile(actual)]);
    if (one.equals(other)) return undefined;
    const [before, now] = [soundOf(one), soundOf(other)];
    if (!before || !now) return alikeBytes(one, other);
    if (Math.abs(before.seconds - now.seconds) > Math.max(0.05, before.seconds * lengthTolerance))
      return `the sound is ${rounded(now.seconds)} s long, not ${rounded(before.seconds)} s`;
    const found = loudnessDifference(before, now);
    if (found <= difference) return undefined;
    return `the sound runs differently: by ${rounded(found)}, and ${difference} is allowed`;
  };
}

function alikeBytes(one: Buffer, other: Buffer): string | undefined {
  const change = Math.abs(one.length - other.length) / Math.max(1, one.length);
  if (change <= byteTolerance) return undefined;
  return `the file has ${other.length} bytes, not about ${one.length}; its format is compared by that only`;
}

function described(bytes: Buffer): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `${bytes.length} bytes (${hash}…)`;
}

function rounded(value: number): string {
  return value.toFixed(3).replace(/\.?0+$/, "");
}
