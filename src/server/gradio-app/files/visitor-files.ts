import { safeName } from "../../../runtime/files/safe-name.ts";
import { StepError } from "../../../runtime/failures/failure.ts";
import type { Engine } from "../../../runtime/session/engine.ts";
import type { FileRef, Json } from "../../../runtime/values/value.ts";
import type { Visitor } from "../../access/logins.ts";
import { GivenFiles } from "../../files/given-files.ts";
import type { SeenFiles } from "../../canvas/seen-files.ts";

/** Gradio's description of a file, as clients send it: any of it may be missing. */
export interface GivenFile {
  readonly path?: unknown;
  readonly url?: unknown;
  readonly orig_name?: unknown;
}

/** The files of one call of a visitor: what they uploaded or were shown goes in, and what comes out they are shown. */
export class VisitorFiles {
  readonly #given: GivenFiles;

  constructor(
    engine: Pick<Engine, "context" | "pathOf">,
    private readonly seen: SeenFiles,
    private readonly visitor: Visitor,
    /** The server's address as this visitor reaches it, without a slash at its end. */
    private readonly origin: string,
  ) {
    this.#given = new GivenFiles(engine, seen, visitor, new URL(origin).host);
  }

  /** A file of a result as Gradio describes it. From now on the visitor may read it. */
  readonly describe = (file: FileRef): Json => this.#described(file, this.added(file));

  /** A file that is a default. Clients would look for a path on their own side, so it goes by its address only. */
  readonly offer = (file: FileRef): Json => {
    this.seen.note(this.visitor, { files: file });
    return this.#described(file, this.#addressOf(file));
  };

  /** A file that the visitor uploaded, as the path that Gradio's clients name it by. */
  added(file: FileRef): string {
    this.seen.note(this.visitor, { files: file });
    return `${file.$file}/${file.name}`;
  }

  /**
   * The file that a call names.
   * @throws {StepError} where the visitor may not name it: paths of this machine are never read
   */
  async take({ path, url, orig_name: given }: GivenFile, signal: AbortSignal): Promise<FileRef> {
    const texts = [path, url].filter((text): text is string => typeof text === "string" && text !== "");
    const name = typeof given === "string" && given !== "" ? safeName(given) : undefined;
    for (const text of texts) {
      const file = await this.#given.take(text, signal, name);
      if (file) return file;
    }
    throw new StepError({
      message: `'${(texts[0] ?? "").slice(0, 80)}' names no file that was uploaded here.`,
      help: "Upload the file first: handle_file(path) in Python and JavaScript does so. Addresses (https://…) and data URLs are taken too.",
    });
  }

  #described(file: FileRef, path: string): Json {
    return {
      path,
      url: this.#addressOf(file),
      size: file.size,
      orig_name: file.name,
      mime_type: file.mime,
      is_stream: false,
      meta: { _type: "gradio.FileData" },
    };
  }

  #addressOf(file: FileRef): string {
    return `${this.origin}/gradio_api/file=${file.$file}/${encodeURIComponent(file.name)}`;
  }
}
