import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, isAbsolute, resolve } from "node:path";
import { fileOfData, isFileData, type FileData } from "../../components/file-positions.ts";
import { isDataUrl, parseDataUrl } from "../../files/data-url.ts";
import { fetchFile } from "../../files/file-values.ts";
import { loginIn } from "../../files/http/address-login.ts";
import { isInOwnNetwork } from "../../files/http/own-network.ts";
import { refuseUntrusted } from "../../files/untrusted-text.ts";
import type { Media } from "../../files/media.ts";
import { safeName, mediaTypeOf } from "../../files/safe-name.ts";
import type { StepContext } from "../../run/step/step.ts";
import { type Json, type Value, isFileRef } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import type { App } from "../connection/app.ts";
import { type JsonType, alternatives, isFileType } from "../schema/json-type.ts";
import type { Session } from "../call/session.ts";

/** Puts a call's files on the app's side, streamed from disk, each once for each of its names. */
export class Uploads {
  readonly #files = new Map<string, Promise<Json>>();

  constructor(
    private readonly app: App,
    private readonly session: Session,
    private readonly media: Media,
    private readonly context: Pick<
      StepContext,
      "folder" | "allowedPaths" | "untrusted" | "written" | "signal"
    >,
  ) {}

  /** A value with Gradio's descriptions of files in place of references, and of strings where the type says file. */
  async put(value: Value, type?: JsonType, root: JsonType = type ?? {}): Promise<Json> {
    if (isFileRef(value)) return this.#file(this.media.pathOf(value), value.name, value.mime);
    const types = type ? alternatives(type, root) : [];
    if (typeof value === "string")
      return types.some(isFileType) && !saysString(types) ? this.#text(value) : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const at = types.find((one) => one.items ?? one.prefixItems);
      const parts = (value as readonly Value[]).map((part, index) =>
        this.put(part, at?.prefixItems?.[index] ?? at?.items, root),
      );
      return Promise.all(parts);
    }
    const fields = value as Readonly<Record<string, Value>>;
    if (isFileData(fields) && (types.some(isFileType) || isMarked(fields))) return this.#described(fields);
    const at = types.find(
      (one) =>
        !isFileType(one) &&
        one.properties &&
        Object.keys(fields).some((name) => name in (one.properties ?? {})),
    );
    const entries = Object.entries(fields).map(
      async ([name, part]) => [name, await this.put(part, at?.properties?.[name], root)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  /** A description of a file that code wrote. One with an address is the app's own, or public: it goes as it is. */
  async #described(fields: FileData): Promise<Json> {
    const file = fileOfData(fields);
    if (isFileRef(file)) return this.#file(this.media.pathOf(file), file.name, file.mime);
    const { url } = fields;
    if (typeof url === "string" && url !== "") return { ...(fields as Record<string, Json>), ...fileMark };
    return this.#text(file);
  }

  /** A string where a file is wanted: an address, written-out content, or a path. */
  async #text(text: string): Promise<Json> {
    if (text === "") return null;
    if (/^https?:\/\//.test(text)) {
      if (await this.#isForUs(text)) {
        const file = await fetchFile(text, this.media, { named: true, signal: this.context.signal });
        return this.#file(this.media.pathOf(file), file.name, file.mime);
      }
      // Public addresses the app fetches by itself.
      return {
        path: text,
        url: text,
        orig_name: basename(new URL(text).pathname),
        meta: { _type: "gradio.FileData" },
      };
    }
    const inline = isDataUrl(text) ? parseDataUrl(text) : undefined;
    if (inline)
      return this.#once(text, () =>
        this.#send(new Blob([inline.bytes]), safeName("file", inline.mime), inline.mime),
      );
    const { folder, allowedPaths, untrusted } = this.context;
    if (!isAbsolute(text) && folder === undefined) {
      throw new StepError({
        message: `'${text}' is no file: relative paths need a workflow file to start from.`,
      });
    }
    refuseUntrusted(text, untrusted);
    const path = resolve(folder ?? "", text);
    const real = (await allowedPaths?.resolve(text, path)) ?? path;
    return this.#file(real, basename(path), mediaTypeOf(path));
  }

  /** Whether only this machine can fetch it, or may: the person's network, and logins of theirs, are not the app's. */
  async #isForUs(address: string): Promise<boolean> {
    if (!this.context.written?.has(address)) return false;
    return loginIn(address) !== undefined || (await isInOwnNetwork(address));
  }

  #file(path: string, name: string, mime: string | undefined): Promise<Json> {
    return this.#once(`${name}/${path}`, async () => {
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) {
        throw new StepError({
          message: `The file '${name}' to be sent to '${this.app.name}' ${found ? "is a folder" : "is not there (any more)"}: ${path}`,
          help: "Choose the file again, or run the step that makes it.",
        });
      }
      const limit = this.app.config.max_file_size;
      if (limit && found.size > limit)
        throw tooLarge(this.app, name, `its limit is ${limit} bytes, the file has ${found.size}`);
      return this.#send(await openAsBlob(path), name, mime);
    });
  }

  #once(key: string, put: () => Promise<Json>): Promise<Json> {
    let sent = this.#files.get(key);
    if (!sent) {
      sent = put();
      this.#files.set(key, sent);
    }
    return sent;
  }

  async #send(content: Blob, name: string, mime = "application/octet-stream"): Promise<Json> {
    const file = new File([content], name, { type: mime });
    const answer = await this.session.upload_files(this.app.url, [file]);
    const path = answer.files?.[0];
    if (!path) {
      const error = answer.error ?? "it gave no path";
      if (/\b413\b/.test(error)) throw tooLarge(this.app, name, error);
      throw new StepError({
        message: `The file '${name}' could not be sent to '${this.app.name}': ${error}.`,
        transient: /\b(429|5\d\d)\b/.test(error),
      });
    }
    return { path, orig_name: name, size: file.size, mime_type: mime, meta: { _type: "gradio.FileData" } };
  }
}

/** By this, Gradio knows a description of a file. */
const fileMark = { meta: { _type: "gradio.FileData" } };

function isMarked({ meta }: FileData): boolean {
  return (meta as { readonly _type?: Value } | null | undefined)?._type === fileMark.meta._type;
}

/** Where text fits as well, a string stays text. */
function saysString(types: readonly JsonType[]): boolean {
  return types.some((one) => one.type === "string");
}

function tooLarge(app: App, name: string, why: string): StepError {
  return new StepError({
    message: `The file '${name}' is too large for '${app.name}': ${why}.`,
    help: "Send a smaller file, or ask the app's owner to raise max_file_size.",
  });
}
