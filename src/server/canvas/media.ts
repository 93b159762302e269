import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Hono } from "hono";
import { mediaTypeOf } from "../../runtime/files/safe-name.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import type { SeenFiles } from "./seen-files.ts";

/** Kinds that a browser shows by itself and that run nothing. Others are saved. */
const shown = /^(image\/(?!svg)|audio\/|video\/|text\/plain|application\/pdf|application\/json)/;

/** The address of a file of the media folder, relative to the page's. */
export function mediaAddress(path: string): string {
  return ["media", ...path.split(/[\\/]/).slice(-3).map(encodeURIComponent)].join("/");
}

/** Files of results and inputs, to those who were shown them. */
export function mediaRoutes(app: Hono<ServerEnvironment>, workflow: ServedWorkflow, seen: SeenFiles): void {
  app.get("/media/:start/:hash/:name", async (context) => {
    const { hash, name } = context.req.param();
    const path = seen.has(context.var.visitor, hash)
      ? await workflow.engine.pathOf({ hash, name })
      : undefined;
    if (path === undefined) return context.json({ error: "There is no such file." }, 404);
    return fileResponse(path, name, context.req.header("range"));
  });
}

/**
 * A file as a response, whole or the asked part of it: players fetch sounds and videos in parts.
 *
 * @param closed called when the file is no longer read, whether or not all of it was
 */
export async function fileResponse(
  path: string,
  name: string,
  range?: string,
  closed: () => void = () => {},
): Promise<Response> {
  const { size } = await stat(path);
  const type = mediaTypeOf(name);
  const headers = new Headers({
    "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    // A page or a drawing that an app made runs nothing under this server's name.
    "content-security-policy":
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'",
    "content-disposition": `${shown.test(type) || type === "image/svg+xml" ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
  const part = partOf(range, size);
  if (part === "none") {
    closed();
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  headers.set("content-length", String(end - start + 1));
  if (part) headers.set("content-range", `bytes ${start}-${end}/${size}`);
  const content = createReadStream(path, { start, end: Math.max(start, end) }).once("close", closed);
  // The same object at run time; only the web's and Node's type declarations differ.
  const body = Readable.toWeb(content) as ReadableStream<Uint8Array>;
  return new Response(body, { status: part ? 206 : 200, headers });
}

/** One part of a file, as `Range` asks; several parts at once are answered with the whole file. */
function partOf(
  range: string | undefined,
  size: number,
): { start: number; end: number } | "none" | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? "none" : { start, end };
}
