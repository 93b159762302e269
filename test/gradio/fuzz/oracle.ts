import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pythonOf } from "../../../scripts/lib/python.mjs";

export interface OracleCase {
  readonly url: string;
  readonly endpoint: string;
  /** A file stands as `{ $path }`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly limit: number;
}

export type OracleAnswer = { readonly value: readonly unknown[] } | { readonly error: string };

/** Seconds beyond the limit of a case after which the client itself hangs. */
const patience = 15;

/** Python's client of one version of Gradio, in a process that lives for many questions. */
export class Oracle {
  #process: ReturnType<typeof start> | undefined;

  constructor(private readonly version: 6 | 5 | 4) {}

  /** One question at a time. */
  async ask(question: OracleCase): Promise<OracleAnswer> {
    const { child, lines } = (this.#process ??= start(this.version));
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const waiting = new AbortController();
    const late = delay((question.limit + patience) * 1000, undefined, { signal: waiting.signal });
    // The cast: what Node's types call any is nothing.
    const answer = lines.next() as Promise<IteratorResult<string, undefined>>;
    const line = await Promise.race([answer, late.catch(() => undefined)]);
    waiting.abort();
    if (line !== undefined && !line.done) return JSON.parse(line.value) as OracleAnswer;
    await this.stop();
    return { error: "TimeoutError: Python's client hangs." };
  }

  /** Its threads may wait for ever, so it is not asked to end. */
  async stop(): Promise<void> {
    const child = this.#process?.child;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  }
}

function start(version: 6 | 5 | 4) {
  const script = fileURLToPath(new URL("../../support/client-oracle.py", import.meta.url));
  const child = spawn(pythonOf(`gradio-${version}`), [script], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      ...process.env,
      NO_PROXY: "127.0.0.1,localhost",
      HF_HUB_OFFLINE: "1",
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}
