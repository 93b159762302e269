import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { eventually } from "../../support/eventually.ts";

describe("a failure that nobody waits for", () => {
  it("is told, without secrets, and ends no thread", async () => {
    const heard: { log?: string; alive?: number }[] = [];
    const file = inRoot("test/unit/failures/support/stray-thread.ts");
    const thread = new Worker(
      `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(file)}); })`,
      {
        eval: true,
      },
    );
    thread.on("message", (one: { log?: string; alive?: number }) => void heard.push(one));
    try {
      for (let which = 0; which < 5; which += 1) {
        thread.postMessage(which);
        await eventually("it lives and has told", () => {
          assert.ok(heard.some(({ alive }) => alive === which));
          assert.equal(heard.filter(({ log }) => log !== undefined).length, which + 1);
        });
      }
    } finally {
      await thread.terminate();
    }
    const logs = heard.flatMap(({ log }) => log ?? []);
    assert.match(logs[0] ?? "", /nothing waited for.*of a promise, with \[secret\]/s);
    assert.match(logs[1] ?? "", /of a callback/);
    assert.match(logs[2] ?? "", /cannot be read/);
  });

  it("is expected by every thread of the engine and by the terminal", () => {
    const sources = readdirSync(inRoot("src"), { recursive: true, encoding: "utf8" });
    // A worker of a queue is no thread.
    const threads = sources.filter(
      (name) =>
        /(^|[\\/-])worker\.ts$/.test(name) &&
        readFileSync(inRoot("src", name), "utf8").includes("parentPort"),
    );
    assert.ok(threads.length >= 5, String(threads));
    for (const name of [...threads, join("terminal", "main.ts")])
      assert.match(readFileSync(inRoot("src", name), "utf8"), /^surviveStrayFailures\(/m, name);
  });
});
