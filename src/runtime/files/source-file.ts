import { realpath, stat } from "node:fs/promises";
import { errorCode } from "./disk.ts";

/** A file of the person's as it is now. */
export interface SourceFile {
  /** The file itself: of a link, the target. */
  readonly path: string;
  /** Another one where the file, or a link on the way to it, was changed, also where its time was put back. */
  readonly identity: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** Undefined where there is none. */
export async function sourceFile(path: string): Promise<SourceFile | undefined> {
  try {
    const real = await realpath(path);
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(real, { bigint: true });
    return { path: real, identity: [dev, ino, size, mtimeNs, ctimeNs].join(":"), changedAt: Number(ctimeMs) };
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
