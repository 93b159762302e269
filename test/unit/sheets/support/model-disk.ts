import { basename, dirname } from "node:path";
import type { Disk, DiskFile, FileStat } from "../../../../src/runtime/files/disk.ts";

interface File {
  readonly kind: "file";
  readonly number: number;
  content: Buffer;
  /** Bytes that were synced. */
  synced: number;
  changedAt: number;
}

interface Folder {
  readonly kind: "folder";
  readonly number: number;
  entries: Map<string, Item>;
  /** Entries as they were at the last sync, and every state since. */
  states: Map<string, Item>[];
  changedAt: number;
}

type Item = File | Folder;

/** A number from 0 up to, but without, 1. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A disk in memory that forgets as a real one does when the power goes: appended bytes since the file's last sync, and
 * names since the folder's last sync, survive as far as luck has it.
 */
export class ModelDisk implements Disk {
  readonly #root: Folder;
  #numbers = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now, root?: Folder) {
    this.#now = now;
    this.#root = root ?? this.#folder();
  }

  /** What is found after the power went: `luck` says how much of what was not synced. */
  powerLost(luck: Random): ModelDisk {
    const files = new Map<File, File>();
    const survivor = new ModelDisk(this.#now);
    survivor.#numbers = this.#numbers;
    const copy = (item: Item): Item => {
      if (item.kind === "folder") {
        const states = item.states;
        const entries = states[Math.min(states.length - 1, Math.floor(luck() * states.length))]!;
        const copied = new Map([...entries].map(([name, item]) => [name, copy(item)]));
        return { ...item, entries: copied, states: [new Map(copied)] };
      }
      let file = files.get(item);
      if (!file) {
        const kept = item.synced + Math.ceil(luck() * (item.content.length - item.synced));
        file = { ...item, content: Buffer.from(item.content.subarray(0, kept)), synced: kept };
        files.set(item, file);
      }
      return file;
    };
    const root = copy(this.#root) as Folder;
    return new ModelDisk(this.#now, root);
  }

  /** Puts a file there as if it always had been. */
  put(path: string, content: Uint8Array): void {
    const folder = this.#make(dirname(path));
    const synced = content.length;
    folder.entries.set(basename(path), this.#file({ content: Buffer.from(content), synced }));
    folder.states = [new Map(folder.entries)];
  }

  readFile(path: string): Promise<Uint8Array> {
    return settle(() => Buffer.from(this.#fileAt(path).content));
  }

  readPart(path: string, offset: number, length: number): Promise<Uint8Array> {
    return settle(() => Buffer.from(this.#fileAt(path).content.subarray(offset, offset + length)));
  }

  async *readChunks(path: string): AsyncGenerator<Uint8Array> {
    yield await this.readFile(path);
  }

  list(path: string): Promise<readonly string[]> {
    return settle(() => {
      const folder = this.#find(path);
      return folder?.kind === "folder" ? [...folder.entries.keys()] : [];
    });
  }

  stat(path: string): Promise<FileStat | undefined> {
    return settle(() => {
      const item = this.#find(path);
      if (!item) return undefined;
      const size = item.kind === "file" ? item.content.length : 0;
      const identity = `${item.number}:${item.changedAt}:${size}`;
      return { kind: item.kind, size, changedAt: item.changedAt, identity };
    });
  }

  makeFolder(path: string): Promise<void> {
    return settle(() => void this.#make(path));
  }

  create(path: string): Promise<DiskFile> {
    return settle(() => {
      const folder = this.#folderAt(dirname(path));
      if (folder.entries.has(basename(path))) throw failure("EEXIST", path);
      const file = this.#file({ content: Buffer.alloc(0), synced: 0 });
      this.#name(folder, basename(path), file);
      return {
        append: (bytes) =>
          settle(() => {
            file.content = Buffer.concat([file.content, bytes]);
            file.changedAt = this.#now();
          }),
        sync: () => settle(() => void (file.synced = file.content.length)),
        close: () => Promise.resolve(),
      };
    });
  }

  rename(from: string, to: string): Promise<void> {
    return settle(() => {
      const source = this.#folderAt(dirname(from));
      const item = source.entries.get(basename(from));
      if (!item) throw failure("ENOENT", from);
      const target = this.#folderAt(dirname(to));
      // One step where both are in one folder, as journaling file systems have it.
      source.entries.delete(basename(from));
      target.entries.set(basename(to), item);
      target.states.push(new Map(target.entries));
      if (source !== target) source.states.push(new Map(source.entries));
    });
  }

  link(from: string, to: string): Promise<void> {
    return settle(() => {
      const folder = this.#folderAt(dirname(to));
      if (folder.entries.has(basename(to))) throw failure("EEXIST", to);
      this.#name(folder, basename(to), this.#fileAt(from));
    });
  }

  remove(path: string): Promise<void> {
    return settle(() => {
      const folder = this.#find(dirname(path));
      if (folder?.kind !== "folder" || !folder.entries.delete(basename(path))) return;
      folder.states.push(new Map(folder.entries));
    });
  }

  syncFolder(path: string): Promise<void> {
    return settle(() => {
      const folder = this.#folderAt(path);
      folder.states = [new Map(folder.entries)];
    });
  }

  touch(path: string, changedAt: number): Promise<void> {
    return settle(() => {
      const item = this.#find(path);
      if (!item) throw failure("ENOENT", path);
      item.changedAt = changedAt;
    });
  }

  protect(path: string): Promise<void> {
    return settle(() => void this.#fileAt(path));
  }

  #file(content: { content: Buffer; synced: number }): File {
    return { kind: "file", number: (this.#numbers += 1), changedAt: this.#now(), ...content };
  }

  #folder(): Folder {
    const number = (this.#numbers += 1);
    return {
      kind: "folder",
      number,
      entries: new Map(),
      states: [new Map<string, Item>()],
      changedAt: this.#now(),
    };
  }

  #name(folder: Folder, name: string, item: Item): void {
    folder.entries.set(name, item);
    folder.states.push(new Map(folder.entries));
  }

  #make(path: string): Folder {
    if (path === dirname(path)) return this.#root;
    const parent = this.#make(dirname(path));
    const there = parent.entries.get(basename(path));
    if (there?.kind === "folder") return there;
    if (there) throw failure("EEXIST", path);
    const folder = this.#folder();
    this.#name(parent, basename(path), folder);
    return folder;
  }

  #find(path: string): Item | undefined {
    if (path === dirname(path)) return this.#root;
    const parent = this.#find(dirname(path));
    return parent?.kind === "folder" ? parent.entries.get(basename(path)) : undefined;
  }

  #fileAt(path: string): File {
    const item = this.#find(path);
    if (item?.kind !== "file") throw failure("ENOENT", path);
    return item;
  }

  #folderAt(path: string): Folder {
    const item = this.#find(path);
    if (item?.kind !== "folder") throw failure("ENOENT", path);
    return item;
  }
}

export function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: '${path}'`), { code, path });
}

/** File systems answer later, never at once. */
async function settle<T>(work: () => T): Promise<T> {
  await Promise.resolve();
  return work();
}
