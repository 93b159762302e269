import { readdir } from "node:fs/promises";
import type { Benchmark, Row } from "./benchmark.ts";

/** Everything; what fits into three minutes; what a whole run measures on half of one core too. The last two less often. */
export type Mode = "whole" | "quick" | "slow";

/** What the process that measures a file says. */
export type FromFile =
  | { readonly type: "begin"; readonly title: string }
  | { readonly type: "row"; readonly row: Row }
  | { readonly type: "failed"; readonly title: string; readonly why: string };

const rows = new URL("rows/", import.meta.url);

/**
 * The files of bench/rows with rows of a mode, whose names contain one of the parts; all of them where there is no part. A part is
 * looked for in the name with a slash before it, so `/chain.ts` is that file alone, while `chain.ts` is `engine-chain.ts` too.
 */
export async function files(parts: readonly string[], mode: Mode): Promise<readonly string[]> {
  const all = (await readdir(rows)).filter((file) => file.endsWith(".ts")).sort();
  const named = parts.length ? all.filter((file) => parts.some((part) => `/${file}`.includes(part))) : all;
  const wanted = await Promise.all(named.map(async (file) => (await rowsOf(file, mode)).length > 0));
  return named.filter((_, index) => wanted[index]);
}

/** What a mode measures of a file, and how often. */
export async function rowsOf(
  file: string,
  mode: Mode,
): Promise<readonly { readonly benchmark: Benchmark; readonly runs: number }[]> {
  const { default: benchmarks } = (await import(new URL(file, rows).href)) as {
    default: Benchmark | readonly Benchmark[];
  };
  const wanted = {
    whole: ({ runs }: Benchmark) => runs,
    quick: ({ quick }: Benchmark) => quick,
    slow: ({ slow, quick, runs }: Benchmark) => (slow ? (quick ?? runs) : undefined),
  }[mode];
  return [benchmarks].flat().flatMap((benchmark: Benchmark) => {
    const runs = wanted(benchmark);
    return runs === undefined ? [] : [{ benchmark, runs }];
  });
}
