import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { open, temporaryFolder, UNLIMITED, wasm } from "./support/make.ts";
import { bundleProgram, SaidSaved, SavingProcess } from "./support/saving-process.ts";
import { GRAPH } from "./support/session.ts";

// The other tests of several writers let them share a thread and a disk in memory; these are real processes on a real disk.

describe("processes on the same sheet", function () {
  this.timeout(120_000);

  it("two that write at the same time lose nothing of either", async function () {
    const root = temporaryFolder(this);
    const folder = join(root, "sheets");
    const program = await bundleProgram("saver", root);
    const savers = ["one", "two"].map((name) => new SavingProcess(program, folder, name));
    await Promise.all(savers.map((saver) => saver.saying(60)));
    for (const saver of savers) assert.equal(await saver.end("SIGTERM"), null, "it ends by itself");
    const saved = new SaidSaved();
    for (const saver of savers) for (const line of saver.lines) saved.note(line);
    assert.ok(saved.count >= 110, `${saved.count} saves`);
    await saved.checkFolder(folder, "two writers");
  });

  it("a window that reloads sees what its old self still writes, and neither undoes the other", async function () {
    const root = temporaryFolder(this);
    const folder = join(root, "sheets");
    const old = new SavingProcess(await bundleProgram("saver", root), folder, "old");
    await old.saying(10);
    const store = await open(folder, { limits: UNLIMITED });
    const [sheet] = await store.openGraph(GRAPH);
    const saved = new SaidSaved();
    for (let round = 1; round <= 12; round += 1) {
      const before = old.lines;
      for (const line of before) saved.note(line);
      const key = `new.${round}`;
      await store.change(sheet!.id, [{ field: "inputs", key, value: `value of ${key}` }]);
      saved.note(`input ${key}`);
      if (round % 3 === 0) await store.checkpoint();
      await saved.check(store, folder, `round ${round}`);
      await old.saying(before.length + 5);
    }
    assert.equal(await old.end("SIGTERM"), null);
    for (const line of old.lines) saved.note(line);
    await saved.check(store, folder, "the old one has ended");
    await store.close();
    await saved.checkFolder(folder, "afterwards");
  });

  it("one that may only read says so, shows what is there and changes nothing", async function () {
    const root = temporaryFolder(this);
    const folder = join(root, "sheets");
    const store = await open(folder);
    const [sheet] = await store.openGraph(GRAPH);
    await store.change(sheet!.id, [{ field: "inputs", key: "a", value: "kept" }]);
    await store.close();
    const program = await bundleProgram("locked-out", root);
    copyFileSync(wasm, join(root, "sql.wasm"));
    for (const name of [root, folder, join(folder, "journal")]) chmodSync(name, 0o555);
    for (const name of readdirSync(join(folder, "journal"))) chmodSync(join(folder, "journal", name), 0o444);
    const before = readdirSync(folder, { recursive: true }).sort();
    // Root may write everywhere, so there the process is somebody else.
    const somebody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    try {
      const said = execFileSync(process.execPath, [program, folder, join(root, "sql.wasm")], {
        ...somebody,
        cwd: root,
        encoding: "utf8",
      });
      const { refused, inputs, closed } = JSON.parse(said) as Record<string, unknown>;
      assert.match(String(refused), /may not write its sheets to '.*'\. Give yourself the right/);
      assert.match(String(refused), /Your work is kept in memory and saved as soon as that is mended/);
      assert.deepEqual(inputs, { a: "kept", new: 1 });
      assert.match(String(closed), /could not be saved/);
      assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
    } finally {
      for (const name of [root, folder, join(folder, "journal")]) chmodSync(name, 0o755);
    }
  });
});
