import { basename, resolve } from "node:path";
import open from "open";
import { serve, type RunningServer } from "../../server/server.ts";
import type { ListenOptions } from "../../server/options.ts";
import { mustExist, UsageError } from "../arguments.ts";
import { localSpaces } from "../local-spaces.ts";
import { settings } from "../open.ts";
import { servedAssistants } from "./mcp.ts";
import { queueOf, type QueueOptions } from "../queue.ts";
import { exitCode, printEvent, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { accessOf, type AccessCommandOptions } from "../serve-access.ts";
import { shareUntil } from "../share.ts";
import { cacheFolder, credentials, distFolder, servedData } from "../surroundings.ts";

export interface ServeCommandOptions extends AccessCommandOptions, QueueOptions {
  readonly graph?: string;
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly open: boolean;
  readonly reload: boolean;
  readonly allowLocal: readonly string[];
  /** What assistants may do without a question. */
  readonly allow: readonly string[];
  readonly app?: true;
  /** One JSON object a line for each thing that happens. */
  readonly json?: true;
}

const defaultPort = 7860;

/** `daggr FILE`, `daggr serve FILE`: serves until Ctrl-C. */
export async function serveCommand(path: string, options: ServeCommandOptions): Promise<ExitCode> {
  const file = resolve(path);
  await mustExist([file]);
  const listen = listenOptions(options);
  const access = await accessOf(options, listen.host);
  const assistants = servedAssistants(file, options.allow);
  const server = await serve({
    file,
    graph: options.graph,
    data: options.data === undefined ? servedData(file) : resolve(options.data),
    cache: cacheFolder(),
    dist: distFolder,
    reload: options.reload,
    listen,
    access,
    view: options.app && "app",
    settings: settings(),
    queue: queueOf(options),
    credentials,
    askLocalSpace: localSpaces(options.allowLocal),
    assistants: assistants.answer,
    log: (text) => printNote(text),
  });
  tellAddress(server, file, options);
  const stopping = new AbortController();
  const sharing = options.share && shareUntil(stopping.signal, server, options);
  if (options.open) await open(server.address).catch(() => printNote("No browser could be opened."));
  try {
    // An engine that cannot start leaves nothing to serve.
    await Promise.race([untilInterrupted(), server.started.then(() => new Promise<never>(() => {}))]);
  } finally {
    stopping.abort();
    // Whatever else fails, what runs is ended and saved.
    await Promise.allSettled([sharing, assistants.close()]);
    await server.stop();
  }
  if (options.json) printEvent({ event: "stopped" });
  return exitCode.interrupted;
}

function tellAddress({ address }: RunningServer, file: string, { json }: ServeCommandOptions): void {
  if (json) printEvent({ event: "listening", address });
  else printLine(`${basename(file)} is served at `, styled("bold", address), " (Ctrl-C ends it)");
}

/** Flags win over the environment, which wins over the defaults. */
function listenOptions({ host, port }: ServeCommandOptions): ListenOptions {
  const asked = port ?? process.env["GRADIO_SERVER_PORT"];
  if (asked !== undefined && (!/^\d{1,5}$/.test(asked) || Number(asked) > 65_535))
    throw new UsageError(`'${asked}' is no port. Give a number up to 65535.`);
  return {
    host: host ?? process.env["GRADIO_SERVER_NAME"] ?? "127.0.0.1",
    port: Number(asked ?? defaultPort),
    furtherPorts: asked === undefined ? 100 : 0,
  };
}

function untilInterrupted(): Promise<void> {
  return new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end());
    // A program that started it with a channel, such as VS Code, ended it or is gone.
    process.once("disconnect", () => end());
  });
}
