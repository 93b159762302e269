import { basename, isAbsolute, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";
import { replaceFiles, withPlainFiles } from "../components/file-positions.ts";
import type { FileShape } from "../components/file-positions.ts";
import { isFileRef } from "../values/value.ts";
import type { FileRef, Json, Value } from "../values/value.ts";
import { reasonOf } from "../failures/network.ts";
import { StepError } from "../failures/failure.ts";
import { basicAuthorization, loginIn, withoutPassword } from "./http/address-login.ts";
import type { AllowedPaths } from "./allowed-paths.ts";
import { LimitError } from "../failures/limit-error.ts";
import { DownloadBudget } from "./download-budget.ts";
import { isDataUrl, parseDataUrl } from "./data-url.ts";
import { refuseUntrusted, isUntrusted, type UntrustedText } from "./untrusted-text.ts";
import { isPrivateAddress } from "./private-host.ts";
import type { Media } from "./media.ts";
import { percentDecoded } from "../text/percent-decoded.ts";
import { safeName } from "./safe-name.ts";
import { fetchPublic } from "./public-fetch.ts";
import { toNodeStream } from "./media.ts";

export interface ImportFilesOptions {
  /** Folder of the workflow file: relative paths start there. */
  readonly folder: string;
  /**
   * Where the value comes from. A path in a value of the workflow is a file of this machine; in a value of a Space or a
   * model it never is. "workflow" by default.
   */
  readonly from?: "workflow" | "service";
  /** The files of this machine that may be named. Left out where a person named them. */
  readonly allowedPaths?: AllowedPaths;
  /** Values of Spaces and models that workflow code may have passed on. By default the value itself if a service gave it. */
  readonly untrusted?: UntrustedText;
  readonly signal?: AbortSignal;
}

/**
 * Turns the files of a value into references. Where the shape has a file, paths, data URLs and addresses are copied to the
 * media folder. Paths inside the media folder become references wherever they occur, so that JSON keeps its media.
 * @throws {StepError} where a file cannot be read or fetched, or untrusted text stands for a file
 */
export async function importFiles(
  value: Json,
  shape: FileShape,
  media: Media,
  {
    folder,
    from = "workflow",
    untrusted = from === "service" ? () => [value] : undefined,
    allowedPaths,
    signal,
  }: ImportFilesOptions,
): Promise<Value> {
  const withReferences =
    from === "workflow" ? withPlainFiles(shape, await replaceMediaPaths(value, media, untrusted)) : value;
  return replaceFiles(shape, withReferences, (file) => {
    if (isFileRef(file)) return file;
    if (isDataUrl(file)) return addDataUrl(file, media);
    if (/^https?:\/\//.test(file)) {
      if (isPrivateAddress(file)) {
        refuseUntrusted(file, untrusted);
        if (allowedPaths) refusePrivate(file);
      }
      // Only what a person wrote may lead into their own network: what code gives may come from a Space.
      const named = from === "workflow" && !allowedPaths && !isUntrusted(file, untrusted);
      return fetchFile(file, media, { named, signal });
    }
    refuseUntrusted(file, untrusted);
    return addPath(file, media, folder, allowedPaths);
  });
}

/** A Space may have given it through any code. */
function refusePrivate(address: string): never {
  throw new StepError({
    message: `The code gave the address '${address}' where a file is wanted. It is in the network of this machine, and only public addresses are fetched.`,
    help: "Fetch it in the function, write it to context.files and return its path.",
  });
}

/** A value as workflow code gets it: each file reference is replaced by the file's path. */
export function exportPaths(value: Value, media: Pick<Media, "pathOf">): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isFileRef(value)) return media.pathOf(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((part) => exportPaths(part, media));
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(fields.map(([name, part]) => [name, exportPaths(part, media)]));
}

/** Replaces paths inside the media folder by references, at any depth. */
async function replaceMediaPaths(
  value: Value,
  media: Media,
  untrusted: UntrustedText | undefined,
): Promise<Value> {
  if (typeof value === "string") {
    if (!value.startsWith(media.folder + sep) || isUntrusted(value, untrusted)) return value;
    return (await media.refOf(value)) ?? value;
  }
  if (typeof value !== "object" || value === null || isFileRef(value)) return value;
  if (!hasMediaPath(value, media.folder)) return value;
  const replace = (part: Value) => replaceMediaPaths(part, media, untrusted);
  if (Array.isArray(value)) return Promise.all((value as readonly Value[]).map(replace));
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  const replaced = fields.map(async ([name, part]) => [name, await replace(part)] as const);
  return Object.fromEntries(await Promise.all(replaced));
}

/**
 * Whether a path inside the media folder occurs at any depth. Most values have none; this finds that out without a promise
 * for each part.
 */
export function hasMediaPath(value: Value, folder: string): boolean {
  if (typeof value === "string") return value.startsWith(folder + sep);
  if (typeof value !== "object" || value === null || isFileRef(value)) return false;
  return Object.values(value).some((part) => hasMediaPath(part, folder));
}

async function addPath(
  text: string,
  media: Media,
  folder: string,
  allowedPaths: AllowedPaths | undefined,
): Promise<FileRef> {
  const writtenPath = text.startsWith("file://") ? fileURLToPath(text) : text;
  const path = isAbsolute(writtenPath) ? writtenPath : resolve(folder, writtenPath);
  const real = (await allowedPaths?.resolve(text, path)) ?? path;
  try {
    return await media.addFile(real, { name: basename(path) });
  } catch (error) {
    if (error instanceof StepError) throw error;
    throw new StepError({
      message: `The file '${text}' cannot be read: ${path}`,
      help: isAbsolute(writtenPath)
        ? "Check the path."
        : `Check the path: relative ones start at the workflow file's folder, ${folder}`,
      causes: [reasonOf(error)],
    });
  }
}

async function addDataUrl(text: string, media: Media): Promise<FileRef> {
  const content = parseDataUrl(text);
  if (content) return media.addBytes(content.bytes, safeName("file", content.mime), content.mime);
  throw new StepError({ message: `A data URL cannot be read: ${text.slice(0, 60)}…` });
}

interface FetchOptions {
  /** The person wrote the address: it may lead into their own network, with the login in it. */
  readonly named: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Of the file alone where it is left out. */
  readonly budget?: DownloadBudget;
}

/**
 * Takes the file at an address in.
 * @throws {StepError} where it cannot be fetched
 */
export async function fetchFile(
  given: string,
  media: Media,
  { named, signal, budget = new DownloadBudget(media.folder, media.downloadLimit) }: FetchOptions,
): Promise<FileRef> {
  const login = loginIn(given);
  const address = withoutPassword(given);
  let refused = false;
  try {
    const options = { maxBytes: Infinity, ...(named && { named: address }), ...(signal && { signal }) };
    const headers: Record<string, string> =
      named && login ? { authorization: basicAuthorization(login) } : {};
    const secrets = { origin: new URL(address).origin, headers };
    const response = await fetchPublic(address, { ...options, secrets });
    // Asking again would change nothing.
    refused = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
    const mime = response.headers.get("content-type")?.split(";")[0]?.trim();
    const last = new URL(address).pathname.split("/").at(-1) ?? "";
    const name = safeName(percentDecoded(last) ?? last, mime);
    await budget.open(undefined);
    return await media.addStream(
      pipeline(toNodeStream(response.body), budget.counter(), () => {}),
      name,
      mime,
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StepError) throw error;
    if (error instanceof LimitError) throw error.failure(`The download of ${address}`);
    throw new StepError({
      message: `The file at ${address} could not be fetched: ${reasonOf(error)}.`,
      help: "Check the address, or save the file beside the workflow file.",
      transient: !refused,
    });
  }
}
