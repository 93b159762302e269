import { addAbortSignal, type Readable } from "node:stream";
import type { Entry, ZipFile } from "yauzl";
import { CONTENT, HEADER, MEDIA } from "./format.ts";
import { ARCHIVE_LIMITS, checkCount, checkSize, type ArchiveLimits } from "./limits.ts";

/** No part of an export has a longer path: "media/", a hash, and a file's name. */
const LONGEST_PATH = 700;

export interface ListPartsOptions {
  /** Bytes that all media together may have. */
  readonly mediaLimit: number;
  readonly limits?: ArchiveLimits;
  readonly signal?: AbortSignal;
}

/**
 * The parts of a zip file by path. Throws where any part is not as an export writes it, or says that it is larger than it may
 * be. What a part says is checked again while it unpacks.
 */
export async function listParts(
  zip: ZipFile,
  { mediaLimit, limits = ARCHIVE_LIMITS, signal }: ListPartsOptions,
): Promise<Map<string, Entry>> {
  checkCount("parts", zip.entryCount, limits.parts);
  const parts = new Map<string, Entry>();
  let listed = 0;
  let media = 0;
  for await (const entry of zip.eachEntry()) {
    signal?.throwIfAborted();
    const path = entry.fileName;
    listed += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    checkSize("its list of parts", listed, limits.partsList);
    if (path.length > LONGEST_PATH) throw new Error(`it has a part with a path of ${path.length} characters`);
    if (parts.has(path)) throw new Error(`it has '${path}' twice`);
    parts.set(path, entry);
    // The upper half has the Unix file type: a plain file or nothing, but no link, folder or device.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (type !== 0 && type !== 0o100000) throw new Error(`'${path}' in it is no plain file`);
    if (entry.isEncrypted()) throw new Error("it is encrypted");
    if (path === HEADER) checkSize(path, entry.uncompressedSize, limits.header);
    else if (path === CONTENT) checkSize(path, entry.uncompressedSize, limits.content);
    else if (MEDIA.test(path)) checkSize("its media", (media += entry.uncompressedSize), mediaLimit);
    else throw new Error(`it has a part that does not belong there ('${path.slice(0, 100)}')`);
  }
  return parts;
}

/** The content of a part as it unpacks. Fails where there is more or less than the part says, and when the signal aborts. */
export async function openPart(zip: ZipFile, part: Entry, signal?: AbortSignal): Promise<Readable> {
  signal?.throwIfAborted();
  const stream = await zip.openReadStreamPromise(part);
  return signal ? addAbortSignal(signal, stream) : stream;
}
