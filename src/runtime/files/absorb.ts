import { isAbsolute, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type FileShape, replaceFiles } from "../components/files.ts";
import { type FileRef, type Json, type Value, isFileRef } from "../values/value.ts";
import { reasonOf } from "../failures/network.ts";
import { StepError } from "../failures/failure.ts";
import { isDataUrl, parseDataUrl } from "./data-url.ts";
import { refuseUntrusted, isUntrusted, isPrivateAddress, type UntrustedText } from "./untrusted-text.ts";
import type { Media } from "./media.ts";
import { safeName } from "./names.ts";
import { fetchPublic } from "./public-fetch.ts";
import { readable } from "./streams.ts";

export interface AbsorbOptions {
  /** Where relative paths start: the workflow file's folder. */
  readonly folder: string;
  /** Whose value it is: a path in a value of the workflow is a file of this machine, in one of a Space or a model it is not. */
  readonly from?: "workflow" | "service";
  /** What Spaces and models wrote that workflow code may have handed on. */
  readonly untrusted?: UntrustedText;
  readonly signal?: AbortSignal;
}

/**
 * A value of workflow code as the engine keeps it: where the shape says so, paths, data URLs and addresses become files of
 * the media folder; paths inside that folder do wherever they stand, so that JSON keeps its media.
 */
export async function absorb(
  value: Json,
  shape: FileShape,
  media: Media,
  {
    folder,
    from = "workflow",
    untrusted = from === "service" ? () => [value] : undefined,
    signal,
  }: AbsorbOptions,
): Promise<Value> {
  const known = from === "workflow" ? await withKnown(value, media, untrusted) : value;
  return replaceFiles(shape, known, (file) => {
    if (isFileRef(file)) return file;
    if (isDataUrl(file)) return fromDataUrl(file, media);
    if (/^https?:\/\//.test(file)) {
      if (isPrivateAddress(file)) refuseUntrusted(file, untrusted);
      return fromAddress(file, media, signal);
    }
    refuseUntrusted(file, untrusted);
    return fromPath(file, media, folder);
  });
}

/** A value as workflow code sees it: every file is a path. */
export function materialise(value: Value, media: Media): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isFileRef(value)) return media.pathOf(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((part) => materialise(part, media));
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(fields.map(([name, part]) => [name, materialise(part, media)]));
}

/** Paths inside the media folder as references, anywhere. */
async function withKnown(value: Value, media: Media, untrusted: UntrustedText | undefined): Promise<Value> {
  if (typeof value === "string") {
    if (!value.startsWith(media.folder + sep) || isUntrusted(value, untrusted)) return value;
    return (await media.refOf(value)) ?? value;
  }
  if (typeof value !== "object" || value === null || isFileRef(value)) return value;
  if (!mayHoldPath(value, media.folder)) return value;
  if (Array.isArray(value)) {
    return Promise.all((value as readonly Value[]).map((part) => withKnown(part, media, untrusted)));
  }
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  const known = fields.map(async ([name, part]) => [name, await withKnown(part, media, untrusted)] as const);
  return Object.fromEntries(await Promise.all(known));
}

/** Whether a path inside the media folder stands anywhere: most values have none, and are looked through without promises. */
export function mayHoldPath(value: Value, folder: string): boolean {
  if (typeof value === "string") return value.startsWith(folder + sep);
  if (typeof value !== "object" || value === null || isFileRef(value)) return false;
  return Object.values(value).some((part) => mayHoldPath(part, folder));
}

async function fromPath(text: string, media: Media, folder: string): Promise<FileRef> {
  const given = text.startsWith("file://") ? fileURLToPath(text) : text;
  const path = isAbsolute(given) ? given : resolve(folder, given);
  try {
    return await media.addFile(path);
  } catch (error) {
    throw new StepError({
      message: `The file '${text}' cannot be read: ${path}`,
      help: isAbsolute(given)
        ? "Check the path."
        : `Check the path: relative ones start at the workflow file's folder, ${folder}`,
      causes: [reasonOf(error)],
    });
  }
}

async function fromDataUrl(text: string, media: Media): Promise<FileRef> {
  const content = parseDataUrl(text);
  if (content) return media.addBytes(content.bytes, safeName("file", content.mime), content.mime);
  throw new StepError({ message: `A data URL cannot be read: ${text.slice(0, 60)}…` });
}

async function fromAddress(address: string, media: Media, signal: AbortSignal | undefined): Promise<FileRef> {
  try {
    const ask = (at: string) => fetch(at, { redirect: "manual", ...(signal && { signal }) });
    const response = await fetchPublic(address, address, ask);
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
    const mime = response.headers.get("content-type")?.split(";")[0]?.trim();
    const name = safeName(decodeURIComponent(new URL(address).pathname.split("/").at(-1) ?? ""), mime);
    return await media.addStream(readable(response.body), name, mime);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StepError) throw error;
    throw new StepError({
      message: `The file at ${address} could not be fetched: ${reasonOf(error)}.`,
      help: "Check the address, or save the file beside the workflow file.",
      transient: true,
    });
  }
}
