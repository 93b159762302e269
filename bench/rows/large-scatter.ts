import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { Benchmark } from "../benchmark.ts";

const count = 10_000;
/** Of the whole process, the loader of TypeScript included. */
const megabytes = 300;

/** Ten thousand items must not be ten thousand open requests: the row fails where they take too much memory. */
export default {
  title: `scatter of ${count.toLocaleString("en")} items, under ${megabytes} MB`,
  runs: 3,
  sides: {
    "daggr-vscode": async () => {
      const program = inRoot("bench", "programs", "large-scatter.ts");
      const { stdout } = await promisify(execFile)(process.execPath, [
        "--import",
        "tsx",
        program,
        String(count),
      ]);
      const told = JSON.parse(stdout) as { time: number; megabytes: number; most: number; done: number };
      assert.equal(told.done, count);
      assert.ok(told.most <= 20, `${told.most} items were open at a time`);
      assert.ok(told.megabytes < megabytes, `it took ${Math.round(told.megabytes)} MB`);
      return told.time;
    },
  },
} satisfies Benchmark;
