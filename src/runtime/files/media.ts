import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import type { FileRef } from "../values/value.ts";

/**
 * Files by content: one folder per workspace (or a temporary one), shared by results and sheets. Each file stands at
 * `<folder>/<2 digits>/<sha256>/<name>`, so that a path keeps the file's own name and extension for whoever gets it.
 * Content is streamed, never held whole in memory.
 */
export interface Media {
  readonly folder: string;
  /** Takes a copy of a file in. Rejects where it cannot be read, naming the path. */
  addFile(path: string, options?: { readonly name?: string }): Promise<FileRef>;
  addStream(content: Readable, name: string, mime?: string): Promise<FileRef>;
  addBytes(content: Uint8Array, name: string, mime?: string): Promise<FileRef>;
  /** The path of a file that was taken in; it may be gone if nothing referred to it any more. */
  pathOf(file: FileRef): string;
  /**
   * The reference behind a path inside `folder`, else undefined; undefined also where somebody changed the file in place,
   * which `addFile` then takes in as what it is now.
   */
  refOf(path: string): Promise<FileRef | undefined>;
  /** Whether a file is there, with its true content. Counts as a use, which keeps it for the next while. */
  has(file: FileRef): Promise<boolean>;
}

/** The body of a response, or the content of a blob, as `addStream` takes it. */
export function toNodeStream(stream: ReadableStream<Uint8Array>): Readable {
  // The same object at run time; only the web's and Node's type declarations differ.
  return Readable.fromWeb(stream as NodeStream<Uint8Array>);
}
