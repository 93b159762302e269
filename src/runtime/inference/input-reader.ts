import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseDataUrl } from "../files/data-url.ts";
import { refuseUntrusted } from "../files/untrusted-text.ts";
import type { Media } from "../files/media.ts";
import { mediaTypeOf } from "../files/safe-name.ts";
import { type Value, type Values, isFileRef } from "../values/value.ts";
import { type StepContext } from "../run/step/step.ts";
import { StepError } from "../failures/failure.ts";

interface Source {
  readonly path: string;
  readonly mime: string;
}

/** A task's own inputs, read in the form that the task needs. */
export class InputReader {
  /** `title` is how messages call the step. */
  constructor(
    private readonly title: string,
    private readonly values: Values,
    private readonly media: Media,
    private readonly context: Pick<StepContext, "folder" | "allowedPaths" | "untrusted">,
  ) {}

  has(name: string): boolean {
    return (this.values[name] ?? null) !== null;
  }

  value(name: string): Value {
    return this.values[name] ?? null;
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.#unfit(name, "text");
  }

  /** A list of texts; one text is taken apart at its commas or lines. */
  texts(name: string): string[] {
    const value = this.value(name);
    if (Array.isArray(value))
      return (value as readonly Value[]).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
    const parts = this.text(name).split(/\s*[,\n]\s*/);
    return parts.filter((part) => part !== "");
  }

  /** A file's content, streamed from disk where the provider takes it so. */
  async blob(name: string): Promise<Blob> {
    const value = this.value(name);
    const inline = typeof value === "string" ? parseDataUrl(value) : undefined;
    if (inline) return new Blob([inline.bytes], { type: inline.mime });
    const { path, mime } = await this.#source(name, value);
    return openAsBlob(path, { type: mime });
  }

  /** Files written out, for chats. One file or a list of them. */
  async dataUrls(name: string): Promise<string[]> {
    const value = this.value(name);
    const all = Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
    return Promise.all(all.map((one) => this.dataUrl(name, one)));
  }

  async dataUrl(name: string, value: Value): Promise<string> {
    if (typeof value === "string" && /^(data|https?):/.test(value)) return value;
    const { path, mime } = await this.#source(name, value);
    return `data:${mime};base64,${(await readFile(path)).toString("base64")}`;
  }

  async #source(name: string, value: Value): Promise<Source> {
    const known = isFileRef(value) ? value : undefined;
    if (!known && typeof value !== "string") throw this.#unfit(name, "a file");
    const path = known ? this.media.pathOf(known) : await this.#pathIn(value as string);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return { path, mime: known?.mime ?? mediaTypeOf(path) };
    throw new StepError({
      message: `The file '${known?.name ?? basename(path)}' for input '${name}' of ${this.title} is not there (any more): ${path}`,
      help: "Choose the file again, or run the step that makes it.",
    });
  }

  /** The path that a text names. */
  async #pathIn(text: string): Promise<string> {
    const { folder = "", allowedPaths, untrusted } = this.context;
    refuseUntrusted(text, untrusted);
    const path = resolve(folder, text);
    return (await allowedPaths?.resolve(text, path)) ?? path;
  }

  #unfit(name: string, wanted: string): StepError {
    return new StepError({
      message: `Input '${name}' of ${this.title} has to be ${wanted}, but it is ${JSON.stringify(this.value(name)).slice(0, 80)}.`,
      help: "Change what the input is connected to.",
    });
  }
}
