import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeRecord } from "../../../src/runtime/sheets/journal/format.ts";
import { JournalReader } from "../../../src/runtime/sheets/journal/reader.ts";
import { JournalWriter } from "../../../src/runtime/sheets/journal/writer.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER } from "./support/session.ts";
import { watchedDisk, type DiskCall } from "./support/watched-disk.ts";

const JOURNAL = join(FOLDER, "journal");
const record = (seq: number) => encodeRecord({ seq, at: seq, operations: [] });

/** A writer on a disk that can be held at one kind of call. */
function heldWriter() {
  const disk = new ModelDisk();
  let held: DiskCall | undefined;
  let reached: () => void = () => {};
  let go: () => void = () => {};
  const watched = watchedDisk(disk, (call) => {
    if (call !== held) return;
    held = undefined;
    reached();
    return new Promise<void>((resolve) => (go = resolve));
  });
  const writer = new JournalWriter({
    disk: watched,
    folder: JOURNAL,
    store: () => "s",
    seen: () => ({}),
    writer: "me",
    pid: 1,
    host: "here",
  });
  /** Resolves when the next such call waits. */
  const hold = (call: DiskCall) => {
    held = call;
    return new Promise<void>((resolve) => (reached = resolve));
  };
  const onDisk = async () => {
    const entries = await new JournalReader(
      disk.powerLost(() => 0),
      JOURNAL,
      "nobody",
    ).read();
    return entries.map(({ entry }) => entry.seq);
  };
  return { writer, hold, go: () => go(), onDisk };
}

describe("a journal that is tidied while it is written", () => {
  for (const call of ["file.append", "syncFolder", "file.sync", "file.close"] as const) {
    it(`keeps what is reported as saved, held at ${call}`, async () => {
      const { writer, hold, go, onDisk } = heldWriter();
      // An image has everything so far, and there is nothing: the first file is begun meanwhile.
      const begins = call === "file.close" ? undefined : hold(call);
      const first = writer.save(1, record(1));
      await begins;
      const tidied = writer.removeUpTo(0);
      if (begins) go();
      await Promise.all([first, tidied]);
      assert.deepEqual(await onDisk(), [1]);
      // The next entry begins another file, while the one before is removed.
      const second = hold(call);
      const saved = writer.save(2, record(2));
      await second;
      const again = writer.removeUpTo(1);
      go();
      await Promise.all([saved, again]);
      assert.ok((await onDisk()).includes(2));
      await writer.save(3, record(3));
      await writer.removeUpTo(2);
      assert.ok((await onDisk()).includes(3));
      await writer.close();
    });
  }
});
