import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { serveEventSchema, type ServeEvent } from "../../server/events.ts";
import { asNode } from "../as-node.ts";

export interface ServeProcessOptions {
  /** Folder of the bundles. */
  readonly dist: string;
  readonly file: string;
  /** Options of `daggr serve`. */
  readonly options: readonly string[];
  /** Set for the process in addition. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: ServeEvent) => void;
  /** What it tells a person. */
  readonly onNote: (text: string) => void;
  /** It ended without `stop`. */
  readonly onFailed: (lastNote: string) => void;
}

/** `daggr serve` as a process of its own. It ends with this one, however that ends: its channel is closed then. */
export class ServeProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #stopping = false;

  constructor({ dist, file, options, env, onEvent, onNote, onFailed }: ServeProcessOptions) {
    const args = [join(dist, "daggr.cjs"), "serve", file, "--json", "--no-open", ...options];
    this.#child = spawn(process.execPath, args, {
      env: { ...process.env, ...asNode, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let lastNote = "";
    const events = this.#lines("stdout", (line) => {
      const event = parseEvent(line);
      if (event) onEvent(event);
    });
    const notes = this.#lines("stderr", (line) => {
      if (line.trim() !== "") lastNote = line;
      onNote(line);
    });
    this.#child.on("error", ({ message }) => (lastNote = message));
    // Not the event "close": it never comes where this side closed the channel.
    this.#exited = Promise.all([once(this.#child, "exit"), events, notes])
      .catch(() => {})
      .then(() => {
        if (!this.#stopping) onFailed(lastNote);
      });
  }

  /** Ends runs and the sharing. Resolves once the process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }

  /** Resolves once all lines are read. */
  async #lines(stream: "stdout" | "stderr", read: (line: string) => void): Promise<void> {
    const input = this.#child[stream];
    if (input) await once(createInterface({ input }).on("line", read), "close");
  }
}

function parseEvent(line: string): ServeEvent | undefined {
  try {
    const parsed = v.safeParse(serveEventSchema, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
