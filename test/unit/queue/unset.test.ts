import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inRoot } from "../../../scripts/lib/paths.mjs";

interface Ran {
  readonly results: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** URLs. */
  readonly modules: readonly string[];
}

describe("A queue", function () {
  this.timeout(60_000);

  it("that is not set costs nothing: neither BullMQ nor a client of its servers is loaded", async () => {
    const { results, modules } = await run();
    assert.deepEqual(results["square"], { square: [1, 4, 9] });
    assert.ok(modules.some((url) => url.includes("/src/runtime/session/")));
    assert.deepEqual(ofServers(modules), []);
  });

  it("that is set, and that no function needs, is not opened", async () => {
    // Nobody listens there.
    const { results, modules } = await run("redis://127.0.0.1:1");
    assert.deepEqual(results["square"], { square: [1, 4, 9] });
    assert.deepEqual(ofServers(modules), []);
  });
});

async function run(...args: readonly string[]): Promise<Ran> {
  const program = inRoot("test", "unit", "queue", "support", "loaded-modules.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program, ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Ran;
}

/** BullMQ and the clients of its servers. */
function ofServers(modules: readonly string[]): readonly string[] {
  return modules.filter((url) => /\/node_modules\/(bullmq|ioredis|pg)\/|\/bullmq\.cjs/.test(url));
}
