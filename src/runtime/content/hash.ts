import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { StepError } from "../failures/failure.ts";
import { errorCode } from "../files/disk.ts";

/** Throws where a text that came from elsewhere is no hash: it becomes part of a path and of an address. */
export function mustBeHash(hash: string): void {
  if (/^[0-9a-f]{64}$/.test(hash)) return;
  throw new StepError({
    message: `'${hash.slice(0, 80)}' is no reference to a file by content: that is a SHA-256 of 64 digits and lower-case letters from a to f.`,
    help: "Store the file first, and give the hash that this returns. A path is not taken.",
  });
}

/** Reads the whole file, a part at a time. */
export async function hashOfFile(path: string): Promise<string> {
  const sum = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) sum.update(chunk);
  } catch (error) {
    throw new StepError({
      message: `The file '${path}' cannot be read (${errorCode(error)}).`,
      help: "Look whether it is there, and whether you may read it.",
    });
  }
  return sum.digest("hex");
}
