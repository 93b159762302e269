import type { FileRef } from "../../../src/runtime/values/value.ts";
import type { Canvas } from "../../state/canvas.svelte.ts";

const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** A file's bytes, for what the page draws itself: it may connect to nothing, so the host sends them. The last few are kept. */
export function bytesOf(canvas: Canvas, file: FileRef, node: string): Promise<Uint8Array<ArrayBuffer>> {
  const known = kept.get(file.$file);
  if (known) return known;
  const bytes = canvas.requests.bytes({ type: "read-file", file: file.$file, node });
  kept.set(file.$file, bytes);
  bytes.catch(() => kept.delete(file.$file));
  for (const old of [...kept.keys()].slice(0, -8)) kept.delete(old);
  return bytes;
}

/** The bytes of a data URL. */
export function bytesOfDataUrl(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  if (!url.slice(0, comma).endsWith(";base64")) return new TextEncoder().encode(decodeURIComponent(data));
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}
