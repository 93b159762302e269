import { errorCode } from "../../files/disk.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type Value } from "../../values/value.ts";
import type { StoredValue, StoredFile } from "../journal/operations.ts";

/** Characters of JSON from which a value is a file of its own. */
const LONGEST = 64 * 1024;
const NAME = "value.json";

/** Moves values between memory and where they are kept. */
export class ValueStorage {
  readonly #media: MediaFolder;
  constructor(media: MediaFolder) {
    this.#media = media;
  }

  /** Writes a big value to a file first, which is on disk when this settles; in place where the disk refuses. */
  async store(value: Value): Promise<StoredValue> {
    const json = JSON.stringify(value);
    if (json.length <= LONGEST) return { json: value };
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

  /** Undefined where the value was in a file that somebody removed. */
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
