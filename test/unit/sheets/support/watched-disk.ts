import type { Disk, DiskFile } from "../../../../src/runtime/files/disk.ts";

export type DiskCall = keyof Disk | `file.${keyof DiskFile}`;

export interface Watch {
  /**
   * Comes before every call. May reject, so that the call fails; may never settle, as if the process ended there. "half":
   * only the first half of what is appended arrives before it fails.
   */
  (call: DiskCall, path: string): Promise<void | "half"> | void;
}

/** A disk that reports every call before it is made. */
export function watchedDisk(disk: Disk, watch: Watch): Disk {
  const call =
    <A extends [string, ...unknown[]], R>(name: DiskCall, work: (...argument: A) => Promise<R>) =>
    async (...argument: A): Promise<R> => {
      await watch(name, argument[0]);
      return work(...argument);
    };
  return {
    readFile: call("readFile", (path) => disk.readFile(path)),
    readPart: call("readPart", (path, offset: number, length: number) => disk.readPart(path, offset, length)),
    async *readChunks(path) {
      await watch("readChunks", path);
      yield* disk.readChunks(path);
    },
    list: call("list", (path) => disk.list(path)),
    stat: call("stat", (path) => disk.stat(path)),
    makeFolder: call("makeFolder", (path) => disk.makeFolder(path)),
    create: call("create", async (path) => watchedFile(await disk.create(path), path, watch)),
    rename: call("rename", (from, to: string) => disk.rename(from, to)),
    link: call("link", (from, to: string) => disk.link(from, to)),
    remove: call("remove", (path) => disk.remove(path)),
    syncFolder: call("syncFolder", (path) => disk.syncFolder(path)),
    touch: call("touch", (path, changedAt: number) => disk.touch(path, changedAt)),
    protect: call("protect", (path) => disk.protect(path)),
  };
}

function watchedFile(file: DiskFile, path: string, watch: Watch): DiskFile {
  return {
    append: async (bytes) => {
      const how = await watch("file.append", path);
      if (how !== "half") return file.append(bytes);
      await file.append(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    },
    sync: async () => {
      await watch("file.sync", path);
      await file.sync();
    },
    close: async () => {
      await watch("file.close", path);
      await file.close();
    },
  };
}
