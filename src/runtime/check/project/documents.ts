import type { Position, TextChange } from "../../protocol/language.ts";

export interface Document {
  /** The editor's; a document that is opened again starts from 1. */
  readonly version: number;
  /** No two texts have the same one. */
  readonly revision: number;
  readonly text: string;
}

/** Texts as the person sees them, by path: they win over what is on disk. */
export class Documents {
  readonly #open = new Map<string, Document>();
  #revisions = 0;

  get(path: string): Document | undefined {
    return this.#open.get(path);
  }

  get paths(): readonly string[] {
    return [...this.#open.keys()];
  }

  open(path: string, version: number, text: string): void {
    this.#open.set(path, { version, revision: ++this.#revisions, text });
  }

  change(path: string, version: number, changes: readonly TextChange[]): void {
    let text = this.#open.get(path)?.text ?? "";
    for (const change of changes) text = applied(text, change);
    this.open(path, version, text);
  }

  close(path: string): void {
    this.#open.delete(path);
  }
}

function applied(text: string, { range, text: newText }: TextChange): string {
  if (range === undefined) return newText;
  return text.slice(0, offsetAt(text, range.start)) + newText + text.slice(offsetAt(text, range.end));
}

/** Lines end as in VS Code: LF, CRLF or a lone CR. Positions behind the end of a line or the text mean that end. */
export function offsetAt(text: string, { line, character }: Position): number {
  let offset = 0;
  for (let seen = 0; seen < line; seen++) {
    const end = lineEnd(text, offset);
    if (end === text.length) return end;
    offset = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
  return Math.min(offset + character, lineEnd(text, offset));
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}
