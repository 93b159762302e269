import { Readable } from "node:stream";
import { toNodeStream } from "../../files/media.ts";
import type { App } from "../connection/app.ts";
import type { GradioFile } from "./gradio-file.ts";

/** The content of an app's file, on its way. */
export interface RemoteFile {
  readonly content: Readable;
  /** Bytes, where the app tells. */
  readonly size?: number;
  readonly mime?: string;
  /** What its content is as the app names it; undefined where it could change without that this does. */
  readonly version?: string;
  /** The extension of its parts, where it was put together here: it is another than its name has. */
  readonly extension?: string;
}

/** Parts of one recording. */
const maxSegments = 10_000;
/** Bytes of a list of parts. */
const maxPlaylist = 4 * 1024 * 1024;
/** Seconds that a file must have been left alone before its times tell its versions apart. */
const settled = 2;

/** The app does not give a file. */
export class RefusedFileError extends Error {
  override readonly name = "RefusedFileError";

  constructor(private readonly status: number) {
    super(`it answered ${status}`);
  }

  /** Asking again would change nothing: the file is not allowed, or not there. */
  get isFinal(): boolean {
    return this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

/** Asks for a file. Rejects where the app does not give it. */
export async function openRemoteFile(app: App, file: GradioFile, signal: AbortSignal): Promise<RemoteFile> {
  const address = addressOf(app, file);
  if (file.is_stream && /\/playlist\.m3u8$/.test(address)) return openRecording(app, address, signal);
  return opened(await ask(app, address, signal));
}

/** All of a recording as one file, which the app makes, or as its parts one after the other: their formats allow it. */
async function openRecording(app: App, playlist: string, signal: AbortSignal): Promise<RemoteFile> {
  const whole = playlist.replace(/playlist\.m3u8$/, "playlist-file");
  try {
    return opened(await ask(app, whole, signal));
  } catch {
    signal.throwIfAborted();
  }
  const list = await ask(app, playlist, signal, maxPlaylist);
  const names = (await list.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  const segments = names.slice(0, maxSegments).map((name) => new URL(name.trim(), playlist).pathname);
  const extension = segments[0] && /\.\w{1,5}$/.exec(segments[0])?.[0];
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const path of segments) {
      const { content } = opened(await ask(app, new URL(path, app.url).href, signal));
      // The cast: a stream of a response's body gives bytes.
      for await (const chunk of content as AsyncIterable<Uint8Array>) yield chunk;
    }
  }
  return { content: Readable.from(parts(), { objectMode: false }), ...(extension ? { extension } : {}) };
}

async function ask(app: App, address: string, signal: AbortSignal, maxBytes = Infinity): Promise<Response> {
  const response = await app.fetch(address, { signal, maxBytes });
  if (response.ok && response.body) return response;
  await response.body?.cancel();
  throw new RefusedFileError(response.status);
}

function opened(response: Response): RemoteFile {
  const { headers, body } = response;
  const packed = headers.has("content-encoding");
  const size = packed ? undefined : Number(headers.get("content-length")) || undefined;
  const mime = headers.get("content-type")?.split(";")[0];
  const version = versionOf(headers);
  return {
    content: body ? toNodeStream(body) : Readable.from([]),
    ...(size === undefined ? {} : { size }),
    ...(mime ? { mime } : {}),
    ...(version ? { version } : {}),
  };
}

/** Servers make an ETag from a file's time and size, so one of a file that is just being written says nothing. */
function versionOf(headers: Headers): string | undefined {
  const tag = headers.get("etag");
  const [changed, now] = [headers.get("last-modified"), headers.get("date")].map((date) =>
    Date.parse(date ?? ""),
  );
  if (!tag || tag.startsWith("W/") || changed === undefined || now === undefined) return undefined;
  return now - changed > settled * 1000 ? tag : undefined;
}

function addressOf(app: App, file: GradioFile): string {
  const external = [file.path, file.url].find((one) => one && /^https?:/.test(one) && !isOwn(app, one));
  if (external && !(file.path && !/^https?:/.test(file.path))) return external;
  if (file.is_stream && file.url) return new URL(new URL(file.url, `${app.url}/`).pathname, app.url).href;
  if (file.path && !/^https?:/.test(file.path)) {
    const route = file.is_stream ? "stream/" : "file=";
    return app.route(`${route}${file.path.split("/").map(encodeURIComponent).join("/")}`);
  }
  return new URL(file.url ?? file.path ?? "", `${app.url}/`).href;
}

function isOwn(app: App, address: string): boolean {
  return new URL(address).host === new URL(app.url).host || /\/(gradio_api\/)?file=/.test(address);
}
