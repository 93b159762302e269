import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inRoot } from "../scripts/lib/paths.mjs";
import type { Row } from "./benchmark.ts";
import type { FromFile, Mode } from "./files.ts";
import type { HalfCore } from "./half-core.ts";
import { treeOf } from "./resources.ts";

export interface FileListener {
  readonly begin: (title: string) => void;
  readonly row: (row: Row) => void;
  readonly failed: (title: string, why: string) => void;
  /** Its patience ran out and the process was ended; `title` is the row it was at, or the file's name between two rows. */
  readonly late: (title: string) => void;
}

export interface FileOptions {
  /** Milliseconds after which its process is ended. */
  readonly patience: number;
  readonly half?: HalfCore | undefined;
}

/**
 * Measures the rows of a file in a process of their own, so that no row finds what another one left, and the rest goes on where one
 * ends its process or never ends.
 */
export async function measureFile(
  file: string,
  mode: Mode,
  { begin, row, failed, late }: FileListener,
  { patience, half }: FileOptions,
): Promise<void> {
  const program = fileURLToPath(new URL("measure-file.ts", import.meta.url));
  const [command, ...args] = [
    ...(half?.command ?? []),
    ...[process.execPath, "--import", "tsx", program, file, mode],
  ];
  const child = spawn(command!, args, { cwd: inRoot(), stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let measuring: string | undefined = file;
  child.on("message", (message: FromFile) => {
    measuring = message.type === "begin" ? message.title : undefined;
    if (message.type === "begin") begin(message.title);
    else if (message.type === "row") row(message.row);
    else failed(message.title, message.why);
  });
  let ended = false;
  const timer = setTimeout(() => {
    ended = true;
    endTree(child.pid!);
  }, patience);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  if (ended) late(measuring ?? file);
  else if (code !== 0) failed(measuring ?? file, `Its process ended with code ${code}.`);
}

function endTree(root: number): void {
  for (const { pid } of treeOf(root)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}
