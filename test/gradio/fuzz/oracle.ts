import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
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

/** Python's client of one version of Gradio, in a process that lives for many questions. */
export class Oracle {
  readonly #child;
  readonly #lines;

  constructor(version: 6 | 5 | 4) {
    const script = fileURLToPath(new URL("../../support/client-oracle.py", import.meta.url));
    this.#child = spawn(pythonOf(`gradio-${version}`), [script], {
      stdio: ["pipe", "pipe", "ignore"],
      env: {
        ...process.env,
        NO_PROXY: "127.0.0.1,localhost",
        HF_HUB_OFFLINE: "1",
        PYTHONDONTWRITEBYTECODE: "1",
      },
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** One question at a time. */
  async ask(question: OracleCase): Promise<OracleAnswer> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    // The cast: what Node's types call any is nothing.
    const line = (await this.#lines.next()) as IteratorResult<string, undefined>;
    if (line.done) throw new Error("Python's client ended.");
    return JSON.parse(line.value) as OracleAnswer;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "close");
    this.#child.stdin.end();
    await ended;
  }
}
