import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Collected } from "../../../src/runtime/content/collect.ts";
import { Program } from "./support/program.ts";

const DAY = 24 * 60 * 60;

describe("daggr files gc", () => {
  const program = new Program();
  const address = pathToFileURL(join(program.folder, "shared")).href;
  mkdirSync(join(program.folder, "shared"));
  after(() => program.remove());

  /** A content that was used so many days ago. */
  const stored = (content: string, days: number) => {
    const hash = createHash("sha256").update(content).digest("hex");
    const time = Date.now() / 1000 - days * DAY;
    utimesSync(program.write(join("shared", hash.slice(0, 2), hash), content), time, time);
  };
  const collect = (age: string, ...more: readonly string[]) =>
    program.json<Collected>(["files", "gc", "--older-than", age, ...more], { DAGGR_FILES: address });

  it("removes what was not used for so long, and tells before what it would remove", async () => {
    stored("forty", 40);
    stored("twenty", 20);
    const expected = { removed: { files: 1, bytes: 5 }, kept: { files: 1, bytes: 6 } };
    const dry = await collect("30d", "--dry-run");
    assert.deepEqual([dry.code, dry.value], [0, { dryRun: true, ...expected }]);
    const { value } = await collect("30d");
    assert.deepEqual(value, { dryRun: false, ...expected });
    const again = await collect("720h");
    assert.deepEqual(again.value.removed, { files: 0, bytes: 0 });
  });

  it("prints a sentence", async () => {
    const { stdout } = await program.run(["files", "gc", "--older-than", "1d", "--files", address]);
    assert.equal(stdout, "Removed 1 file (6 bytes), and kept 0 files (0 bytes).\n");
  });

  it("asks for an age and a place that can be", async () => {
    for (const [age, message] of [
      ["3h", /at least 24h/],
      ["month", /'month' is no age/],
    ] as const) {
      const { code, stderr } = await collect(age);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
    const nowhere = await program.run(["files", "gc", "--older-than", "30d"], { DAGGR_FILES: "" });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /Give --files ADDRESS, or set DAGGR_FILES/);
  });

  it("says that the folder is not there, and what to do", async () => {
    const { code, stderr } = await collect("30d", "--files", `${address}-missing`);
    assert.equal(code, 1);
    assert.match(stderr, /shared-missing' is not there\. Make the folder/);
  });
});
