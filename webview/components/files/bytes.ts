import type { FileRef } from "../../../src/runtime/values/value.ts";
import type { Canvas } from "../../state/canvas.svelte.ts";

const cache = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** A file's bytes, for views that draw it themselves. The host sends them, since the page may not fetch. A few are cached. */
export function bytesOf(canvas: Canvas, file: FileRef, node: string): Promise<Uint8Array<ArrayBuffer>> {
  const cached = cache.get(file.$file);
  if (cached) return cached;
  const bytes = canvas.requests.bytes({ type: "read-file", file: file.$file, node });
  cache.set(file.$file, bytes);
  bytes.catch(() => cache.delete(file.$file));
  for (const old of [...cache.keys()].slice(0, -8)) cache.delete(old);
  return bytes;
}

/** The bytes of a data URL. */
export function bytesOfDataUrl(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  if (!url.slice(0, comma).endsWith(";base64")) return new TextEncoder().encode(decodeURIComponent(data));
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}
