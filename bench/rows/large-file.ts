import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startApp, type App } from "../../test/support/gradio.ts";
import type { Benchmark } from "../benchmark.ts";

/** Beyond what 31 bits can count. */
const bytes = 2 * 2 ** 30 + 5;
/** Buffers on their way take some; the file would take 2,048. */
const megabytes = 200;
let app: App | undefined;

/** Up to a Gradio app and down again, streamed: the row fails where the file is held in memory, or is not the same. */
export default {
  title: `a file of 2 GB up and down, in ${megabytes} MB`,
  runs: 1,
  async prepare() {
    app = await startApp("full");
    return async () => app?.stop();
  },
  sides: {
    "daggr-vscode": async () => {
      const program = inRoot("bench", "programs", "large-file.ts");
      const args = ["--import", "tsx", program, app?.url ?? "", String(bytes)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const told = JSON.parse(stdout) as { time: number; same: boolean; before: number; added: number };
      console.log(`  ${told.before} MB before, at most ${told.added} MB more`);
      assert.ok(told.same, "what came back is not what was sent");
      assert.ok(told.added < megabytes, `it took ${told.added} MB`);
      return told.time;
    },
  },
} satisfies Benchmark;
