/** The encodings in which code is read and written again. */
export type SourceEncoding = "utf8" | "utf8-bom" | "utf16le" | "utf16be";

export type SourceText =
  /** `text` is without the byte order mark. */
  | { readonly kind: "text"; readonly text: string; readonly encoding: SourceEncoding }
  | { readonly kind: "unreadable"; readonly line: number; readonly why: string };

const byteOrderMark = "\uFEFF";

/**
 * The text of a file of code, without a guess: in another encoding, letters would be lost when it is read, and damaged for good
 * when it is written again.
 */
export function decodeSource(bytes: Buffer): SourceText {
  const encoding = encodingOf(bytes);
  const text = decoded(bytes, encoding);
  if (text === undefined) return unreadable(bytes, encoding);
  const nul = text.indexOf("\0");
  if (nul >= 0) return { kind: "unreadable", line: lineAt(text, nul), why: "it has zero bytes" };
  return { kind: "text", text, encoding };
}

/** The bytes of a text in the encoding that its file had. */
export function encodeSource(text: string, encoding: SourceEncoding): Buffer {
  switch (encoding) {
    case "utf8":
      return Buffer.from(text, "utf8");
    case "utf8-bom":
      return Buffer.from(byteOrderMark + text, "utf8");
    case "utf16le":
      return Buffer.from(byteOrderMark + text, "utf16le");
    case "utf16be":
      return Buffer.from(byteOrderMark + text, "utf16le").swap16();
  }
}

/** What is wrong with a file whose text cannot be read. */
export function unreadableMessage(name: string, { line, why }: SourceText & { kind: "unreadable" }): string {
  return `${name} is not UTF-8 text: ${why} in line ${line}.`;
}

/** What to do about it. */
export const saveAsUtf8 =
  'Save it as UTF-8: in VS Code, click the encoding in the status bar, choose "Reopen with Encoding" and the encoding that ' +
  'the file has, then "Save with Encoding" and UTF-8.';

function encodingOf(bytes: Buffer): SourceEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf8-bom";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf16be" : "utf8";
}

function decoded(bytes: Buffer, encoding: SourceEncoding): string | undefined {
  try {
    if (encoding === "utf8" || encoding === "utf8-bom")
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (bytes.length % 2 !== 0) return undefined;
    const little = encoding === "utf16le" ? bytes : Buffer.from(bytes).swap16();
    return new TextDecoder("utf-16le", { fatal: true }).decode(little);
  } catch {
    return undefined;
  }
}

/** Where the first byte stands that is none of the encoding. */
function unreadable(bytes: Buffer, encoding: SourceEncoding): SourceText {
  if (encoding === "utf16le" || encoding === "utf16be")
    return { kind: "unreadable", line: 1, why: "it begins as UTF-16, but is damaged" };
  let good = 0;
  let bad = bytes.length;
  // The longest part from the beginning that is right.
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (beginsWell(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  const before = bytes.subarray(0, good).toString("latin1");
  return { kind: "unreadable", line: lineAt(before, before.length), why: "it has bytes of another encoding" };
}

/** Whether more bytes can make it right. */
function beginsWell(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}
