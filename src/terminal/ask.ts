import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { printable } from "../runtime/text/printable.ts";

let last: Promise<unknown> = Promise.resolve();

/** One conversation after the other: an answer must not count for two questions. */
export function oneAtATime<T>(talk: () => Promise<T>): Promise<T> {
  const next = last.then(talk);
  last = next.catch(() => {});
  return next;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** What is typed does not show. */
  readonly hidden?: true;
}

/** Asks the person at the terminal for a line. Rejects where the signal aborts or Ctrl-C ends the question. */
export async function askLine(question: string, { signal, hidden }: AskOptions = {}): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stopped = new AbortController();
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    ...(hidden ? { terminal: true } : {}),
  });
  // While a line is read, the terminal hands Ctrl-C over as a key.
  lines.on("SIGINT", () => {
    stopped.abort(new Error("The question was not answered."));
    process.kill(process.pid, "SIGINT");
  });
  const either = AbortSignal.any([stopped.signal, ...(signal ? [signal] : [])]);
  try {
    if (hidden) process.stderr.write(printable(question));
    return await lines.question(hidden ? "" : printable(question), { signal: either });
  } finally {
    lines.close();
    if (hidden) process.stderr.write("\n");
  }
}
