import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { makePrivateFolder, PRIVATE_FILE, PRIVATE_READ_ONLY } from "./private-files.ts";
import { errorCode, type Disk, type DiskFile, type FileStat } from "./disk.ts";

const windows = process.platform === "win32";

/** The disk of this machine. */
export const nodeDisk: Disk = {
  readFile: (path) => fs.readFile(path),

  async readPart(path, offset, length) {
    const file = await fs.open(path, "r");
    try {
      const bytes = Buffer.alloc(length);
      let read = 0;
      while (read < length) {
        const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      return bytes.subarray(0, read);
    } finally {
      await file.close();
    }
  },

  readChunks: (path) => createReadStream(path, { highWaterMark: 1024 * 1024 }),

  async list(folder) {
    return (await unlessMissing(fs.readdir(folder))) ?? [];
  },

  async stat(path): Promise<FileStat | undefined> {
    const stat = await unlessMissing(fs.lstat(path, { bigint: true }));
    if (!stat) return undefined;
    return {
      kind: stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other",
      size: Number(stat.size),
      changedAt: Number(stat.mtimeMs),
      identity: `${stat.ino}:${stat.mtimeNs}:${stat.size}`,
    };
  },

  makeFolder: makePrivateFolder,

  async create(path) {
    return new NodeFile(await fs.open(path, "ax", PRIVATE_FILE));
  },

  rename: (from, to) => whenFree(() => fs.rename(from, to)),
  link: (from, to) => fs.link(from, to),

  async remove(path) {
    // Windows removes no file that is protected.
    if (windows) await fs.chmod(path, 0o666).catch(() => {});
    await whenFree(() => fs.rm(path, { force: true, recursive: true }));
  },

  async syncFolder(path) {
    // Windows opens no folders; there a rename is as durable as the file system makes it.
    if (windows) return;
    const folder = await fs.open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },

  async touch(path, changedAt) {
    await fs.utimes(path, changedAt / 1000, changedAt / 1000);
  },

  protect: (path) => fs.chmod(path, PRIVATE_READ_ONLY),
};

class NodeFile implements DiskFile {
  readonly #file: FileHandle;
  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      written += (await this.#file.write(bytes, written, bytes.length - written)).bytesWritten;
    }
  }

  sync(): Promise<void> {
    // As SQLite does: bytes and length are on the disk, the time of the change may come later, which a whole `sync` would wait for.
    return this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** On Windows, indexers and virus scanners hold a new file for a moment. */
async function whenFree(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const busy = ["EPERM", "EACCES", "EBUSY"].includes(errorCode(error) ?? "");
      if (!windows || !busy || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}
