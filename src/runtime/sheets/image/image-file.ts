import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Disk } from "../../files/disk.ts";

/** The database of all entries up to some time. Any SQLite tool can read it. */
export const IMAGE = "sheets.sqlite";
/** The image before that one. The journal reaches back to it. */
export const BACKUP = `${IMAGE}.bak`;

/** Stands there from the first image on, so that it shows when the image and its backup are gone. */
export const HAD_IMAGE = "had-image";

const MARK = Buffer.from("daggr-1\n");
const TRAILER = MARK.length + 8;
const SQLITE = Buffer.from("SQLite format 3\0");

/**
 * Puts a new image in the place of the one before, which becomes the backup. At every moment one of the two stands there
 * whole, and the journal has all that came after either.
 */
export async function writeImage(disk: Disk, folder: string, image: Uint8Array): Promise<void> {
  const temporary = join(folder, `${IMAGE}.${randomUUID()}.tmp`);
  try {
    const file = await disk.create(temporary);
    try {
      await file.append(image);
      await file.append(trailer(image));
      await file.sync();
    } finally {
      await file.close();
    }
    if (await disk.stat(join(folder, IMAGE))) await disk.rename(join(folder, IMAGE), join(folder, BACKUP));
    await disk.rename(temporary, join(folder, IMAGE));
    if (!(await disk.stat(join(folder, HAD_IMAGE))))
      await (await disk.create(join(folder, HAD_IMAGE))).close();
    await disk.syncFolder(folder);
  } catch (error) {
    await disk.remove(temporary).catch(() => {});
    throw error;
  }
}

/** SQLite ignores what follows its last page; the sum shows any damage, which SQLite's own check does not. */
function trailer(image: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(TRAILER);
  MARK.copy(bytes);
  bytes.writeUInt32LE(image.length, MARK.length);
  bytes.writeUInt32LE(crc32(image), MARK.length + 4);
  return bytes;
}

/** The database in the content of an image file; undefined where it is damaged or none. */
export function imageIn(content: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (!bytes.subarray(0, SQLITE.length).equals(SQLITE)) return undefined;
  const end = bytes.length - TRAILER;
  if (end < SQLITE.length || !bytes.subarray(end, end + MARK.length).equals(MARK)) return undefined;
  const image = bytes.subarray(0, end);
  if (bytes.readUInt32LE(end + MARK.length) !== image.length) return undefined;
  return bytes.readUInt32LE(end + MARK.length + 4) === crc32(image) ? image : undefined;
}
