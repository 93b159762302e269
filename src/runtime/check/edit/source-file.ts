import { randomUUID } from "node:crypto";
import { access, chmod, constants, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { decodeSource, encodeSource, type SourceEncoding, type SourceText } from "../../text/source-text.ts";

/** A person's file that is changed on disk: its encoding stays what it was, and it is never half written. */
export class SourceFile {
  private constructor(
    private readonly path: string,
    private readonly encoding: SourceEncoding,
    public text: string,
    private bytes: Buffer,
  ) {}

  /** Rejects where there is no such file. */
  static async read(path: string): Promise<SourceFile | (SourceText & { kind: "unreadable" })> {
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new Error(`The file '${path}' cannot be read.`, { cause: error });
    });
    const source = decodeSource(bytes);
    if (source.kind === "unreadable") return source;
    return new SourceFile(path, source.encoding, source.text, bytes);
  }

  /** Replaces the text. What another program wrote meanwhile is not overwritten. */
  async write(text: string): Promise<void> {
    const target = await realpath(this.path);
    await access(target, constants.W_OK).catch(() => {
      throw new Error(`${this.path} is read-only, so it was not changed. Make it writable and try again.`);
    });
    const bytes = encodeSource(text, this.encoding);
    // Beside it, then in its place: a full disk must not cost the file that was there.
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await chmod(temporary, (await stat(target)).mode);
      if (!(await readFile(target)).equals(this.bytes))
        throw new Error(
          `${basename(this.path)} was changed by another program meanwhile, so it was not changed here. Try again.`,
        );
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
    this.text = text;
    this.bytes = bytes;
  }
}
