import { AsyncLocalStorage } from "node:async_hooks";
import type { NodeDescription } from "../../../graph/description.ts";

/** One call of user code while it runs. */
export interface RunningCall {
  readonly id: number;
  readonly node: NodeDescription;
  /** False once it was answered; what it left behind may still run. */
  active: boolean;
  /** Answers the call with an error, whatever its function does. */
  readonly fail: (error: unknown) => void;
  print(stream: "stdout" | "stderr" | "log", text: string): void;
}

/** Which call the present code belongs to, timers and promises included. */
export class RunningCalls {
  readonly #storage = new AsyncLocalStorage<RunningCall>();
  readonly #active = new Set<RunningCall>();

  run<Result>(call: RunningCall, code: () => Result): Result {
    this.#active.add(call);
    return this.#storage.run(call, code);
  }

  done(call: RunningCall): void {
    call.active = false;
    this.#active.delete(call);
  }

  /** Also where the context was lost (native callbacks), as long as only one call runs. */
  get current(): RunningCall | undefined {
    const known = this.#storage.getStore();
    if (known) return known;
    const [only] = this.#active;
    return this.#active.size === 1 ? only : undefined;
  }
}
