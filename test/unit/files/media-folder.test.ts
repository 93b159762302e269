import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { fileOf } from "../../../src/runtime/components/file-positions.ts";
import { DiskError } from "../../../src/runtime/files/disk-error.ts";
import { importFiles } from "../../../src/runtime/files/file-values.ts";
import { collectMedia } from "../../../src/runtime/files/media-collection.ts";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import { nodeDisk } from "../../../src/runtime/files/node-disk.ts";
import { failure, ModelDisk } from "../sheets/support/model-disk.ts";
import { watchedDisk } from "../sheets/support/watched-disk.ts";

const HOUR = 60 * 60 * 1000;

describe("the media folder", () => {
  let root: string;
  let media: MediaFolder;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "daggr-media-"));
    media = new MediaFolder(join(root, "media"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const files = () =>
    readdirSync(media.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  it("takes bytes, streams and files in by content, under their own name", async () => {
    writeFileSync(join(root, "cat.png"), "a cat");
    const refs = [
      await media.addBytes(Buffer.from("a cat"), "cat.png"),
      await media.addStream(Readable.from(["a ", "cat"]), "cat.png"),
      await media.addFile(join(root, "cat.png")),
    ];
    for (const ref of refs) assert.deepEqual(ref, refs[0]);
    assert.deepEqual([refs[0]!.name, refs[0]!.mime, refs[0]!.size], ["cat.png", "image/png", 5]);
    assert.equal(basename(media.pathOf(refs[0]!)), "cat.png");
    assert.equal(await readFile(media.pathOf(refs[0]!), "utf8"), "a cat");
    assert.equal(files().length, 1);
  });

  it("keeps the same content under two names, in the room of one", async () => {
    const [one, two] = [
      await media.addBytes(Buffer.from("same"), "one.txt"),
      await media.addBytes(Buffer.from("same"), "two.txt"),
    ];
    assert.equal(one.$file, two.$file);
    assert.equal(await readFile(media.pathOf(two), "utf8"), "same");
    assert.equal(statSync(media.pathOf(one)).ino, statSync(media.pathOf(two)).ino);
  });

  describe("takes a symbolic link for the file it leads to:", () => {
    const link = () => join(root, "link.txt");
    const read = async () => {
      const ref = await media.addFile(link());
      return [ref.name, await readFile(media.pathOf(ref), "utf8")];
    };
    /** Long ago, so that nothing is taken anew only because it has just been changed. */
    const settle = (name: string) => utimesSync(join(root, name), 1_000, 1_000);
    // The clock is ahead, for the same reason.
    beforeEach(() => (media = new MediaFolder(join(root, "media"), nodeDisk, () => Date.now() + HOUR)));

    it("other content of the target is other content", async () => {
      writeFileSync(join(root, "target.txt"), "first");
      symlinkSync("target.txt", link());
      assert.deepEqual(await read(), ["link.txt", "first"]);
      writeFileSync(join(root, "target.txt"), "other");
      // Its size is the same, and whoever wrote it put its time back.
      settle("target.txt");
      assert.deepEqual(await read(), ["link.txt", "other"]);
    });

    it("it may be led to another target, directly, by a second link or by a folder", async () => {
      for (const folder of ["v1", "v2"]) {
        mkdirSync(join(root, folder));
        writeFileSync(join(root, folder, "x.txt"), folder);
        settle(`${folder}/x.txt`);
      }
      const lead = (target: string, path: string) => {
        rmSync(path, { force: true });
        symlinkSync(target, path);
      };
      lead("v1/x.txt", link());
      assert.deepEqual(await read(), ["link.txt", "v1"]);
      lead("v2/x.txt", link());
      assert.deepEqual(await read(), ["link.txt", "v2"]);
      lead("second", link());
      lead("v1/x.txt", join(root, "second"));
      assert.deepEqual(await read(), ["link.txt", "v1"]);
      lead("v2/x.txt", join(root, "second"));
      assert.deepEqual(await read(), ["link.txt", "v2"]);
      lead("v1", join(root, "current"));
      lead("current/x.txt", link());
      assert.deepEqual(await read(), ["link.txt", "v1"]);
      lead("v2", join(root, "current"));
      assert.deepEqual(await read(), ["link.txt", "v2"]);
    });

    it("several links to one target are several names", async () => {
      writeFileSync(join(root, "target.txt"), "same");
      for (const name of ["a.txt", "b.txt", "a.txt"]) {
        if (!existsSync(join(root, name))) symlinkSync("target.txt", join(root, name));
        assert.equal((await media.addFile(join(root, name))).name, name);
      }
    });

    it("one that leads to nothing is not there", async () => {
      symlinkSync("nothing.txt", link());
      await assert.rejects(media.addFile(link()), /cannot be read \(ENOENT\)/);
    });
  });

  it("gives the reference behind a path of its own, and of no other", async () => {
    const ref = await media.addBytes(Buffer.from("x"), "a.wav");
    assert.deepEqual(await media.refOf(media.pathOf(ref)), ref);
    assert.equal(await media.refOf(join(root, "a.wav")), undefined);
    assert.equal(await media.refOf(media.folder), undefined);
    assert.equal(await media.refOf(join(media.folder, "incoming", "x")), undefined);
    assert.equal(await media.refOf(join(media.pathOf(ref), "..", "..", "..", "..", "a.wav")), undefined);
    assert.deepEqual(await media.addFile(media.pathOf(ref)), ref, "taken in again it is itself");
    assert.equal(files().length, 1);
  });

  it("streams: a big file needs no memory", async () => {
    const chunk = Buffer.alloc(1024 * 1024, 1);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    function* chunks() {
      for (let count = 0; count < 200; count += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield chunk;
      }
    }
    const ref = await media.addStream(Readable.from(chunks()), "big.bin");
    assert.equal(ref.size, 200 * 1024 * 1024);
    assert.ok(most < 64 * 1024 * 1024, `${most} bytes were held`);
  });

  it("leaves nothing behind where content breaks off", async () => {
    const broken = new Readable({ read() {} });
    broken.push("half");
    setImmediate(() => broken.destroy(new Error("connection lost")));
    await assert.rejects(media.addStream(broken, "a.png"), /connection lost/);
    assert.equal(files().length, 0);
  });

  it("names a file that cannot be read", async () => {
    await assert.rejects(
      media.addFile(join(root, "none.png")),
      /The file '.*none\.png' cannot be read \(ENOENT\)/,
    );
    await assert.rejects(media.addFile(root), /cannot be read \(EISDIR\)/);
  });

  it("notices a file that was changed in place, and takes it in as what it is now", async () => {
    const ref = await media.addBytes(Buffer.from("original"), "a.txt");
    const path = media.pathOf(ref);
    chmodSync(path, 0o644);
    writeFileSync(path, "modified");
    assert.equal(await media.refOf(path), undefined);
    assert.equal(await media.has(ref), false);
    const changed = await media.addFile(path);
    assert.notEqual(changed.$file, ref.$file);
    assert.equal(await readFile(media.pathOf(changed), "utf8"), "modified");
    assert.equal(await media.has(ref), false);
    // The true content, taken in again, stands where it stood.
    assert.deepEqual(await media.addBytes(Buffer.from("original"), "a.txt"), ref);
    assert.equal(await media.has(ref), true);
  });

  it("notices other content of the same size and time when it looks at all of it", async () => {
    const ref = await media.addBytes(Buffer.from("original"), "a.txt");
    const path = media.pathOf(ref);
    assert.equal(await media.isSound(path), true);
    const { atime, mtime } = statSync(path);
    rmSync(path);
    writeFileSync(path, "0riginal");
    utimesSync(path, atime, mtime);
    assert.equal(await new MediaFolder(media.folder).isSound(path), false);
    await assert.rejects(media.read(ref), /no longer has the content that was saved in it/);
    // The true content, taken in again, stands where it stood.
    await media.addBytes(Buffer.from("original"), "a.txt");
    assert.equal(await media.isSound(path), true);
  });

  it("protects files against being written", async () => {
    const ref = await media.addBytes(Buffer.from("original"), "a.txt");
    assert.equal(statSync(media.pathOf(ref)).mode & 0o222, 0);
  });

  it("still knows files whose times a backup has changed", async () => {
    const ref = await media.addBytes(Buffer.from("original"), "a.txt");
    utimesSync(media.pathOf(ref), new Date(), new Date());
    assert.deepEqual(await media.refOf(media.pathOf(ref)), ref);
  });

  it("never leaves its folder, whatever a reference says", () => {
    const hash = "a".repeat(64);
    const inside = media.pathOf({ $file: hash, name: "../../../etc/passwd", mime: "", size: 0 });
    assert.equal(inside, join(media.folder, "aa", hash, "passwd"));
    assert.throws(() => media.pathOf({ $file: "../evil", name: "x", mime: "", size: 0 }), /proper hash/);
  });

  it("takes the same content in many times at once", async () => {
    const refs = await Promise.all(
      Array.from({ length: 20 }, () => media.addBytes(Buffer.from("same"), "a.txt")),
    );
    for (const ref of refs) assert.deepEqual(ref, refs[0]);
    assert.equal(files().length, 1);
  });

  describe("collecting", () => {
    const collect = (usedAt: (hash: string) => number | "now" | undefined, before: number) =>
      collectMedia({ disk: nodeDisk, folder: media.folder, usedAt, before });

    it("removes what nothing uses and what was cut off, and nothing else", async () => {
      const [used, idle, fresh] = [
        await media.addBytes(Buffer.from("used"), "used"),
        await media.addBytes(Buffer.from("idle"), "idle"),
        await media.addBytes(Buffer.from("fresh"), "fresh"),
      ];
      writeFileSync(join(media.folder, "incoming", "cut-off"), "half");
      const times: Record<string, number | "now"> = {
        [used.$file]: "now",
        [fresh.$file]: Date.now() + 2 * HOUR,
      };
      assert.equal(await collect((hash) => times[hash], Date.now() + HOUR), 1);
      assert.deepEqual(
        [await media.has(used), await media.has(idle), await media.has(fresh)],
        [true, false, true],
      );
      assert.deepEqual(readdirSync(join(media.folder, "incoming")), []);
    });

    it("spares what was taken in or returned lately", async () => {
      await media.addBytes(Buffer.from("new"), "new");
      assert.equal(await collect(() => undefined, Date.now() - HOUR), 0);
    });

    it("gives back what another process took in while it was being removed", async () => {
      const ref = await media.addBytes(Buffer.from("content"), "a.txt");
      const before = Date.now() + HOUR;
      // Between the first look and the removal: the other process marks it as used.
      const racing = {
        ...nodeDisk,
        rename: async (from: string, to: string) => {
          if (from.endsWith(ref.$file)) await nodeDisk.touch(from, before + HOUR);
          await nodeDisk.rename(from, to);
        },
      };
      assert.equal(
        await collectMedia({ disk: racing, folder: media.folder, usedAt: () => undefined, before }),
        0,
      );
      assert.equal(await media.has(ref), true);
    });

    it("of a folder that does not exist is nothing", async () => {
      assert.equal(await collect(() => undefined, Date.now()), 0);
    });
  });
});

describe("a media folder whose disk refuses", () => {
  const cases = {
    ENOSPC: /The disk that holds Daggr's files \('\/media'\) is full/,
    EDQUOT: /Your quota on the disk that holds Daggr's files \('\/media'\) is used up/,
    EROFS: /The disk that holds Daggr's files \('\/media'\) is read-only/,
    EACCES: /Daggr may not write its files to '\/media'/,
  } as const;
  for (const [code, message] of Object.entries(cases)) {
    for (const call of ["makeFolder", "create", "file.append", "file.sync", "rename"] as const) {
      it(`says ${code} at ${call} in words, with what to do, and leaves nothing`, async () => {
        const disk = new ModelDisk();
        const failing = watchedDisk(disk, (name, path) => {
          if (name === call) throw failure(code, path);
        });
        const media = new MediaFolder("/media", failing);
        const root = mkdtempSync(join(tmpdir(), "daggr-media-"));
        writeFileSync(join(root, "a.txt"), "a");
        const told = (error: unknown) => {
          assert.ok(error instanceof DiskError);
          assert.match(error.message, message);
          assert.match(error.failure.help ?? "", /\. Then run the step again\.$/);
          assert.equal(error.code, code);
          return true;
        };
        try {
          await assert.rejects(media.addBytes(Buffer.from("x"), "x.png"), told);
          await assert.rejects(media.addFile(join(root, "a.txt")), told);
          // Also where the file is an input of a step.
          await assert.rejects(importFiles("a.txt", fileOf("any"), media, { folder: root }), told);
        } finally {
          rmSync(root, { recursive: true, force: true });
        }
        assert.deepEqual(await disk.list("/media/incoming"), []);
      });
    }
  }
});
