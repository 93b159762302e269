import type { Value } from "../../src/runtime/values/value.ts";
import type { ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { HostConnection } from "./connection.ts";

type Asking = Extract<Intent, { request: number }>;
/** An intent that is answered, without the number that `Requests` gives it. */
export type Question = Asking extends infer A ? (A extends unknown ? Omit<A, "request"> : never) : never;

type Answer = Extract<ToCanvas, { type: "reply" | "bytes" | "rejected" }>;

interface Pending {
  resolve(value: Value | Uint8Array): void;
  reject(error: Error): void;
}

/** Intents with an answer, as promises. They reject with the host's words. */
export class Requests {
  readonly #host: HostConnection;
  readonly #pending = new Map<number, Pending>();
  #next = 1;

  constructor(host: HostConnection) {
    this.#host = host;
  }

  async ask(question: Question): Promise<Value> {
    const answer = await this.#send(question);
    if (answer instanceof Uint8Array) throw new Error(`The answer to '${question.type}' was bytes.`);
    return answer;
  }

  async bytes(question: Extract<Question, { type: "read-file" }>): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#send(question);
    if (!(answer instanceof Uint8Array)) throw new Error("The file did not arrive as bytes.");
    return answer as Uint8Array<ArrayBuffer>;
  }

  /** Whether the message answered a request of ours. */
  settle(message: Answer): boolean {
    const pending = message.request === undefined ? undefined : this.#pending.get(message.request);
    if (!pending || message.request === undefined) return false;
    this.#pending.delete(message.request);
    if (message.type === "reply") pending.resolve(message.value);
    else if (message.type === "bytes") pending.resolve(message.bytes);
    else pending.reject(new Error(message.message));
    return true;
  }

  #send(question: Question): Promise<Value | Uint8Array> {
    const request = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(request, { resolve, reject });
      this.#host.post({ ...question, request });
    });
  }
}
