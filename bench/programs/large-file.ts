// Sends a file of so many bytes to an app that gives it back, by itself in a process, so that its memory can be told. Prints
// milliseconds, and megabytes: what it had before, and the most that was added.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileRef } from "../../src/runtime/values/value.ts";
import { startCalling } from "../../test/gradio/calling.ts";

const [url = "", length = "0"] = process.argv.slice(2);
const size = Number(length);
const caller = await startCalling();
try {
  const path = join(caller.folder, "large.bin");
  // Sparse: zeros need no room here. Its ends tell whether all of it came.
  const file = await open(path, "w");
  await file.truncate(size);
  await file.write("begins", 0);
  await file.write("ends", size - 4);
  await file.close();
  caller.media.downloadLimit = 2 * size;
  // What the first call loads is not the file's doing.
  await caller.call(url, "/same_file", { path: `data:text/plain,${"x".repeat(1000)}` });

  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const start = performance.now();
  const [back] = (await caller.call(url, "/same_file", { path })) as [FileRef];
  const time = performance.now() - start;
  clearInterval(watch);

  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const same = hash.digest("hex") === back.$file && (await stat(caller.media.pathOf(back))).size === size;
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  console.log(JSON.stringify({ time, same, before: megabytes(before), added: megabytes(most - before) }));
} finally {
  await caller.dispose();
}
