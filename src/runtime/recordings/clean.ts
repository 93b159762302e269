import { readFile } from "node:fs/promises";
import { redact } from "../failures/redact.ts";
import { withoutKnown } from "../failures/secrets.ts";
import type { Media } from "../files/media.ts";
import { isFileRef, setOwn, type FileRef, type Value } from "../values/value.ts";

/** Bytes of the largest file that is looked through. A larger one is no text, and is taken as it is. */
const largest = 64 * 1024 * 1024;
const isText = /^text\/|^application\/(json|xml|javascript|yaml|x-ndjson|toml)|[+](json|xml)$/;

/**
 * Takes secrets out of what is recorded: the person's own, whatever their form, and in texts what looks like anybody's token. Both
 * sides of a comparison go through it, so a request is the same with and without.
 */
export class Cleaner {
  /** By content. */
  readonly #files = new Map<string, Promise<FileRef>>();

  constructor(private readonly media: Media) {}

  /** Without secrets in texts, names and files; `change` is applied to each text. */
  async value(value: Value, change: (text: string) => string = (text) => text): Promise<Value> {
    if (typeof value === "string") return change(redact(value));
    if (typeof value !== "object" || value === null) return value;
    if (isFileRef(value)) return this.#file(value);
    if (Array.isArray(value))
      return Promise.all((value as readonly Value[]).map((part) => this.value(part, change)));
    const made: Record<string, Value> = {};
    for (const [name, part] of Object.entries(value))
      setOwn(made, redact(name), await this.value(part, change));
    return made;
  }

  async #file(file: FileRef): Promise<FileRef> {
    const same = `${file.$file} ${file.mime}`;
    let clean = this.#files.get(same);
    if (!clean) this.#files.set(same, (clean = this.#content(file)));
    const found = await clean;
    const named = { ...found, name: redact(file.name) };
    if (named.name === found.name || (await this.media.has(named))) return named;
    await this.media.addFile(this.media.pathOf(found), { name: named.name });
    return named;
  }

  async #content(file: FileRef): Promise<FileRef> {
    if (file.size > largest) return file;
    const content = await readFile(this.media.pathOf(file)).catch(() => undefined);
    if (content === undefined) return file;
    // Every byte is a character of its own, so what is not changed stays the same.
    const text = content.toString("latin1");
    const clean = isText.test(file.mime) ? redact(text) : withoutKnown(text);
    if (clean === text) return file;
    return this.media.addBytes(Buffer.from(clean, "latin1"), file.name, file.mime);
  }
}
