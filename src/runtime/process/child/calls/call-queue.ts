import type { Json, Values } from "../../../values/value.ts";
import { isLarge } from "../../../rpc/chunks.ts";
import type { WiredInputs } from "../../protocol.ts";

/** Calls whose outputs are kept for later calls that are wired to them. */
const kept = 256;

/** A call did not begin: somebody took it back, or what it is wired to is not there. */
class Recalled extends Error {
  override readonly name = "Recalled";
}

interface QueuedCall extends WiredInputs {
  readonly id: number;
  readonly start: (wired: Values) => Promise<Json>;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: unknown) => void;
}

/** Runs calls one at a time, in the order they came; those that follow may use what those before them made. */
export class CallQueue {
  #waiting: QueuedCall[] = [];
  #busy = false;
  readonly #outputs = new Map<number, Values>();

  /** `start` gets the inputs that earlier calls gave. Rejects with `Recalled` where it is not called. */
  run(id: number, { wired }: WiredInputs, start: (wired: Values) => Promise<Json>): Promise<Json> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, wired, start, resolve, reject });
      if (!this.#busy) void this.#work();
    });
  }

  recall(id: number): void {
    const at = this.#waiting.findIndex((one) => one.id === id);
    for (const one of at < 0 ? [] : this.#waiting.splice(at, 1)) one.reject(new Recalled());
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#one(next);
      // A turn of the event loop for each: messages go out, and messages come in.
      if (this.#waiting.length > 0) await new Promise(setImmediate);
    }
    this.#busy = false;
  }

  async #one({ id, wired, start, resolve, reject }: QueuedCall): Promise<void> {
    const given = this.#wiredInputs(wired);
    if (!given) return reject(new Recalled());
    try {
      const result = await start(given);
      this.#keep(id, result as Values);
      resolve(result);
    } catch (error) {
      reject(error);
    }
  }

  #wiredInputs(wired: WiredInputs["wired"]): Values | undefined {
    const inputs: Record<string, Json> = {};
    for (const [name, { call, port }] of Object.entries(wired)) {
      const value = this.#outputs.get(call)?.[port] as Json | undefined;
      if (value === undefined || mayHoldFile(value)) return undefined;
      inputs[name] = value;
    }
    return inputs;
  }

  #keep(id: number, outputs: Values): void {
    if (isLarge(outputs as Json)) return;
    this.#outputs.set(id, outputs);
    if (this.#outputs.size <= kept) return;
    const [oldest] = this.#outputs.keys();
    this.#outputs.delete(oldest!);
  }
}

/** The engine would hand on a path in place of a reference to a file. */
function mayHoldFile(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "$file" in value || Object.values(value).some(mayHoldFile);
}
