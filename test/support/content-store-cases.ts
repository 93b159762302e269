import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectContent } from "../../src/runtime/content/collect.ts";
import { openContentStore, type ContentStore } from "../../src/runtime/content/content-store.ts";
import { openContentPlace } from "../../src/runtime/content/open-place.ts";
import type { S3Credentials } from "../../src/runtime/content/s3-client.ts";
import { StepError } from "../../src/runtime/failures/failure.ts";

export interface StoreUnderTest {
  readonly address: string;
  readonly credentials?: S3Credentials;
  /** Changes what is stored under a hash, behind the store's back. */
  tamper(hash: string, content: string): Promise<void>;
  /** A time after all uses so far, and before those by somebody whose clock is twenty days ahead. */
  between(): Promise<number> | number;
}

export const hashOf = (content: Uint8Array | string) => createHash("sha256").update(content).digest("hex");

const DAY = 24 * 60 * 60 * 1000;
const largest = 10 * 1024 * 1024;

/** What every kind of file store has to do. */
export function contentStoreCases(start: () => Promise<StoreUnderTest>): void {
  let folder: string;
  let kept: StoreUnderTest;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-content-"));
    kept = await start();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** As on another machine: with an empty cache of its own. */
  const open = (cache: string = randomUUID()): ContentStore =>
    openContentStore(kept.address, {
      cache: join(folder, cache),
      cacheLimit: 100 * 1024 * 1024,
      ...(kept.credentials ? { credentials: kept.credentials } : {}),
    });
  const place = (now?: () => number) => openContentPlace(kept.address, kept.credentials, now);
  const failure = async (work: Promise<unknown>): Promise<StepError> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof StepError, `it was ${String(error)}`);
    assert.ok(error.failure.help, "it says what to do");
    return error;
  };

  it("gives another machine the file that one stored", async () => {
    const content = randomBytes(3_000_000);
    const path = join(folder, "clip.bin");
    await writeFile(path, content);
    const hash = await open().putFile(path);
    assert.equal(hash, hashOf(content));
    const copy = await open().fetchFile(hash, { largest });
    assert.notEqual(copy, path);
    assert.ok(content.equals(await readFile(copy)));
  });

  it("keeps an empty file, and bytes", async () => {
    for (const content of ["", randomUUID()]) {
      const hash = await open().putBytes(Buffer.from(content));
      assert.equal(hash, hashOf(content));
      assert.equal(await open().putBytes(Buffer.from(content)), hash);
      assert.equal(await open().has(hash), true);
      assert.equal(await readFile(await open().fetchFile(hash, { largest }), "utf8"), content);
    }
  });

  it("takes one content from eight writers at once", async () => {
    const content = randomBytes(200_000);
    const hashes = await Promise.all(Array.from({ length: 8 }, () => open().putBytes(content)));
    assert.deepEqual(new Set(hashes), new Set([hashOf(content)]));
    assert.ok(content.equals(await readFile(await open().fetchFile(hashOf(content), { largest }))));
  });

  it("stores nothing of a file that was changed since it was looked at", async () => {
    const path = join(folder, "changing.bin");
    const content = randomBytes(1_000_000);
    await writeFile(path, content);
    const file = await openAsBlob(path);
    await writeFile(path, "other");
    await assert.rejects(place().put(hashOf(content), file), { name: "NotReadableError" });
    assert.equal(await open().has(hashOf(content)), false);
  });

  it("refuses a path in place of a reference", async () => {
    const store = open();
    const hash = hashOf("x");
    for (const path of [
      "../x",
      "/etc/passwd",
      hash.toUpperCase(),
      `${hash}/..`,
      hash.slice(1),
      "",
      `${hash}\n`,
    ]) {
      const { message } = await failure(store.fetchFile(path, { largest }));
      assert.match(message, /is no reference to a file by content/);
      await failure(store.has(path));
    }
  });

  it("says that a file is missing", async () => {
    const hash = hashOf(randomUUID());
    assert.equal(await open().has(hash), false);
    assert.match((await failure(open().fetchFile(hash, { largest }))).message, /does not have the file/);
  });

  it("refuses a file that is too large, from the store and from the cache", async () => {
    const hash = await open().putBytes(Buffer.alloc(5000, randomUUID()));
    const store = open();
    const asked = () => failure(store.fetchFile(hash, { largest: 4999 }));
    assert.match((await asked()).message, /too large: it has 4\.9 KB/);
    await store.fetchFile(hash, { largest: 5000 });
    assert.match((await asked()).message, /too large/);
  });

  it("refuses a content that was changed in the store, and takes it again once it is removed there", async () => {
    const [content, other] = [randomUUID(), randomUUID()];
    const hash = await open().putBytes(Buffer.from(content));
    await kept.tamper(hash, other);
    const { message } = await failure(open().fetchFile(hash, { largest }));
    assert.match(message, /has another content under '.*[0-9a-f]{64}' than this name says/);
    // One of another size is seen when it is stored.
    await kept.tamper(hash, "short");
    await open().putBytes(Buffer.from(content));
    assert.equal(await readFile(await open().fetchFile(hash, { largest }), "utf8"), content);
  });

  it("stops a transfer, after which the next one succeeds", async () => {
    const content = randomBytes(1_000_000);
    const hash = await open().putBytes(content);
    const store = open();
    const stop = new AbortController();
    const [first, second] = [
      store.fetchFile(hash, { largest, signal: stop.signal }),
      store.fetchFile(hash, { largest }),
    ];
    stop.abort(new Error("stopped"));
    await assert.rejects(first, /stopped|aborted/);
    assert.ok(content.equals(await readFile(await second)));
  });

  it("removes what was not used for long, and keeps what was stored or read again", async () => {
    const [unused, stored, read] = [randomUUID(), randomUUID(), randomUUID()];
    for (const content of [unused, stored, read]) await open().putBytes(Buffer.from(content));
    const before = await kept.between();
    const later = place(() => Date.now() + 20 * DAY);
    await later.put(hashOf(stored), new Blob([stored]));
    for await (const chunk of (await later.read(hashOf(read), { largest })) ?? []) assert.ok(chunk.length);

    const seen = await collectContent(place(), { before, dryRun: true });
    assert.equal(await open().has(hashOf(unused)), true);
    const collected = await collectContent(place(), { before, dryRun: false });
    assert.deepEqual(collected, seen);
    assert.deepEqual(collected.kept, { files: 2, bytes: 72 });
    for (const [content, there] of [
      [unused, false],
      [stored, true],
      [read, true],
    ] as const)
      assert.equal(await open().has(hashOf(content)), there);
  });
}
