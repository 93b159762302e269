import { errorCode } from "../../files/disk.ts";
import { DamagedFileError, type MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type Value } from "../../values/value.ts";
import type { StoredValue, StoredFile } from "../journal/operations.ts";
import type { DamageNotices, ValueOwner } from "./damage-notices.ts";

/** Characters of JSON. A longer value is stored in a file of its own. */
const MAX_INLINE = 64 * 1024;
const NAME = "value.json";

/** Takes a value in; a large one is on disk when this settles. */
export interface ValueWriter {
  store(value: Value): Promise<StoredValue>;
}

/** Stores large values as files of the media folder, and reads them back. */
export class ValueStorage implements ValueWriter {
  /** Rejects where the disk refuses, in place of keeping large values in memory. */
  readonly withoutFallback: ValueWriter = { store: (value) => this.#store(value) };
  readonly #media: MediaFolder;
  readonly #damage: DamageNotices;

  constructor(media: MediaFolder, damage: DamageNotices) {
    this.#media = media;
    this.#damage = damage;
  }

  /** Keeps a large value inline where the disk refuses. */
  async store(value: Value): Promise<StoredValue> {
    try {
      return await this.#store(value);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return { json: value };
    }
  }

  async #store(value: Value): Promise<StoredValue> {
    const json = JSON.stringify(value);
    if (json.length <= MAX_INLINE) return { json: value };
    const { $file: hash, size } = await this.#media.addBytes(Buffer.from(json), NAME);
    const files = new Map<string, StoredFile>();
    for (const file of filesIn(value)) files.set(file.$file, { hash: file.$file, size: file.size });
    return { spilled: { hash, size }, files: [...files.values()] };
  }

  /** Undefined where the file with the value was removed or damaged, which the person is told. */
  async load(stored: StoredValue, owner: ValueOwner): Promise<Value | undefined> {
    if ("json" in stored) return stored.json;
    const { hash, size } = stored.spilled;
    const file = { $file: hash, name: NAME, mime: "application/json", size };
    try {
      // Its hash was that of JSON.
      return JSON.parse(Buffer.from(await this.#media.read(file)).toString()) as Value;
    } catch (error) {
      const missing = errorCode(error) === "ENOENT";
      if (!missing && !(error instanceof DamagedFileError)) throw error;
      this.#damage.tell(owner, missing ? "missing" : "damaged", this.#media.pathOf(file));
      return undefined;
    }
  }
}
