import type { ToCanvas } from "../../runtime/protocol/canvas.ts";
import { isFileRef } from "../../runtime/values/value.ts";
import type { Visitor } from "../access/logins.ts";

/** Users, and files of each, that are remembered: those that were here last, and those that were sent last. */
const mostUsers = 1_000;
const mostFiles = 50_000;

/**
 * Which files of the media folder each visitor was sent the references of: those are the ones that they may read. So a hash that
 * somebody guessed or knows from elsewhere gives nothing.
 */
export class SeenFiles {
  readonly #hashes = new Map<string | undefined, Set<string>>();

  constructor(private readonly most = { users: mostUsers, files: mostFiles }) {}

  note({ user }: Visitor, message: ToCanvas | { readonly files: unknown }): void {
    const hashes = this.#hashes.get(user) ?? new Set();
    for (const hash of hashesIn(message)) {
      hashes.delete(hash);
      hashes.add(hash);
      if (hashes.size > this.most.files) deleteFirst(hashes);
    }
    this.#hashes.delete(user);
    this.#hashes.set(user, hashes);
    if (this.#hashes.size > this.most.users) deleteFirst(this.#hashes);
  }

  has({ user }: Visitor, hash: string): boolean {
    return this.#hashes.get(user)?.has(hash) === true;
  }

  /**
   * What a visitor hands in may name such files only: a reference would be shown to them next.
   *
   * @throws where it names another one
   */
  check(visitor: Visitor, given: unknown): void {
    for (const hash of hashesIn(given)) {
      if (!this.has(visitor, hash)) throw new Error("This file was not given to you. Upload it again.");
    }
  }
}

function* hashesIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  if (isFileRef(value)) yield value.$file;
  else for (const part of Object.values(value)) yield* hashesIn(part);
}

/** The oldest one. */
function deleteFirst<Key>(all: Set<Key> | Map<Key, unknown>): void {
  for (const key of all.keys()) {
    all.delete(key);
    return;
  }
}
