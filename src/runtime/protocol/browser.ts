import type { ToCanvas } from "./canvas.ts";
import type { Intent } from "./intents.ts";

// What crosses the WebSocket between a served page and its server, in addition to what crosses between every canvas and host.

/** What a page does for its server: what needs a browser, its clipboard or its dialogs. Addresses are of public pages or of the server. */
export type BrowserAction =
  | { readonly type: "open-address"; readonly address: string }
  | { readonly type: "copy-text"; readonly text: string }
  /** Saves what an address of the server gives, under a name. */
  | { readonly type: "download"; readonly address: string; readonly name: string }
  /** Lets the person choose a sheet's file, and posts it to an address of the server. */
  | { readonly type: "upload-sheet"; readonly address: string };

export type ToPage = ToCanvas | { readonly type: "browser"; readonly action: BrowserAction };

/** Bytes of a frame that a page may send: what is typed or pasted, and no files, which it posts. */
export const largestFrame = 8 * 1024 * 1024;

/** A message as a frame: text, or where it has bytes the length of its JSON (four bytes), the JSON, and the bytes. */
export function encodeFrame(message: ToPage | Intent): string | Uint8Array<ArrayBuffer> {
  if (!("bytes" in message)) return JSON.stringify(message);
  const { bytes, ...rest } = message;
  const head = new TextEncoder().encode(JSON.stringify(rest));
  const frame = new Uint8Array(4 + head.length + bytes.length);
  new DataView(frame.buffer).setUint32(0, head.length);
  frame.set(head, 4);
  frame.set(bytes, 4 + head.length);
  return frame;
}

/**
 * The message of a frame, which may be anything: the receiver parses it.
 *
 * @throws where the frame is none
 */
export function decodeFrame(frame: string | Uint8Array): unknown {
  if (typeof frame === "string") return JSON.parse(frame);
  if (frame.length < 4) throw new Error("A frame with bytes has at least a length.");
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (4 + length > frame.length) throw new Error("A frame is shorter than it says.");
  const head: unknown = JSON.parse(new TextDecoder().decode(frame.subarray(4, 4 + length)));
  if (typeof head !== "object" || head === null) throw new Error("A frame with bytes has an object.");
  return { ...head, bytes: frame.subarray(4 + length) };
}
