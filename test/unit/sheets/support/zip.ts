import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile, type Options } from "yazl";

export type Part = readonly [path: string, content: string | Buffer, options?: Partial<Options>];

export async function writeZip(path: string, parts: readonly Part[]): Promise<void> {
  const zip = new ZipFile();
  for (const [name, content, options] of parts) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  await pipeline(zip.outputStream as Readable, createWriteStream(path));
}
