import type { Value } from "../../values/value.ts";
import type { Question } from "../../protocol/canvas.ts";
import type { Ask } from "../../run/executors/human.ts";

interface Asked {
  readonly question: Question;
  answer(value: Value): void;
}

/** Questions of human steps that wait for an answer, by node. */
export class Questions {
  readonly #asked = new Map<string, Asked>();

  /** Answers instead of a person at a canvas: the terminal. */
  answerer: Ask | undefined;

  constructor(private readonly changed: (node: string, question: Question | undefined) => void) {}

  ask(node: string, question: Question, signal: AbortSignal): Promise<Value> {
    if (this.answerer) return unlessAborted(this.answerer(node, question, signal), signal);
    return new Promise((resolve, reject) => {
      const close = () => {
        signal.removeEventListener("abort", stop);
        this.#asked.delete(node);
        this.changed(node, undefined);
      };
      const stop = () => {
        close();
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener("abort", stop, { once: true });
      this.#asked.set(node, {
        question,
        answer: (value) => {
          close();
          resolve(value);
        },
      });
      this.changed(node, question);
    });
  }

  /** Throws where nothing is asked. */
  answer(node: string, value: Value): void {
    const asked = this.#asked.get(node);
    if (!asked) throw new Error(`'${node}' asks nothing at the moment.`);
    asked.answer(value);
  }
}

/** The answer, or the signal's reason if it aborts first: who answers may not listen to it. */
function unlessAborted(answer: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
