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
  /** Bytes that the files of one step may have when they are fetched from elsewhere. */
  downloadLimit: number;
  /** Copies a file into the folder. Rejects with an error that names the path where it cannot be read. */
  addFile(path: string, options?: { readonly name?: string }): Promise<FileRef>;
  addStream(content: Readable, name: string, mime?: string): Promise<FileRef>;
  addBytes(content: Uint8Array, name: string, mime?: string): Promise<FileRef>;
  /** The path of a file in the folder. The file may be gone if nothing referred to it any more. */
  pathOf(file: FileRef): string;
  /**
   * The reference for a path inside `folder`. Undefined for any other path, and for a file that was changed in place; `addFile`
   * then adds it with its new content.
   */
  refOf(path: string): Promise<FileRef | undefined>;
  /** Whether a path inside `folder` has the content that it stands for. Reads all of it, once until it changes. */
  isSound(path: string): Promise<boolean>;
  /** Whether a file exists with the content that the reference names. Counts as a use, so the file is not removed soon. */
  has(file: FileRef): Promise<boolean>;
}

/** The body of a response, or the content of a blob, as `addStream` takes it. */
export function toNodeStream(stream: ReadableStream<Uint8Array>): Readable {
  // The same object at run time; only the web's and Node's type declarations differ.
  return Readable.fromWeb(stream as NodeStream<Uint8Array>);
}
