import { errorCode } from "../../files/disk.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type Value } from "../../values/value.ts";
import type { StoredValue, StoredFile } from "../journal/operations.ts";

/** Characters of JSON. A longer value is stored in a file of its own. */
const MAX_INLINE = 64 * 1024;
const NAME = "value.json";

/** Stores large values as files of the media folder, and reads them back. */
export class ValueStorage {
  readonly #media: MediaFolder;
  constructor(media: MediaFolder) {
    this.#media = media;
  }

  /** Writes a large value to a file, which is on disk when this settles. Keeps the value inline where the disk refuses. */
  async store(value: Value): Promise<StoredValue> {
    const json = JSON.stringify(value);
    if (json.length <= MAX_INLINE) return { json: value };
    try {
      const { $file: hash, size } = await this.#media.addBytes(Buffer.from(json), NAME);
      const files = new Map<string, StoredFile>();
      for (const file of filesIn(value)) files.set(file.$file, { hash: file.$file, size: file.size });
      return { spilled: { hash, size }, files: [...files.values()] };
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return { json: value };
    }
  }

  /** Undefined where the file with the value was removed or damaged. */
  async load(stored: StoredValue): Promise<Value | undefined> {
    if ("json" in stored) return stored.json;
    const { hash, size } = stored.spilled;
    try {
      const content = await this.#media.read({ $file: hash, name: NAME, mime: "application/json", size });
      return JSON.parse(Buffer.from(content).toString()) as Value;
    } catch (error) {
      if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}
