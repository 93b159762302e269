import { SvelteMap } from "svelte/reactivity";
import type { InputId } from "../../src/runtime/graph/description.ts";
import type { Value } from "../../src/runtime/values/value.ts";
import type { CanvasEvent } from "../../src/runtime/protocol/canvas.ts";
import type { HostConnection } from "../host/connection.ts";

/** Milliseconds without a keystroke after which typed text is sent. */
const pause = 250;

interface Draft {
  readonly value: Value | undefined;
}

/**
 * Values that a person is editing. A draft is shown at once and sent a moment later. As soon as the host has confirmed it,
 * the host's value is shown again. So typing is never delayed, and a later edit from another canvas wins.
 */
export class Drafts {
  readonly #drafts = new SvelteMap<InputId, Draft>();
  // These two need not be reactive, since nothing is drawn from them.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #timers = new Map<InputId, ReturnType<typeof setTimeout>>();
  /** How many edits of an input were sent and are not confirmed yet. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #sent = new Map<InputId, number>();
  readonly #host: HostConnection;

  constructor(host: HostConnection) {
    this.#host = host;
  }

  get(input: InputId): Draft | undefined {
    return this.#drafts.get(input);
  }

  /** `typing` is sent after a pause, `done` at once. Undefined restores the component's own value. */
  set(input: InputId, value: Value | undefined, how: "typing" | "done"): void {
    this.#drafts.set(input, { value });
    clearTimeout(this.#timers.get(input));
    if (how === "typing")
      this.#timers.set(
        input,
        setTimeout(() => this.#send(input), pause),
      );
    else this.#send(input);
  }

  /** Sends all waiting drafts. Called before a run, so that it uses what was typed last. */
  flush(): void {
    for (const input of [...this.#timers.keys()]) {
      clearTimeout(this.#timers.get(input));
      this.#send(input);
    }
  }

  /** Removes the drafts that these events of the host confirm. */
  seen(events: readonly CanvasEvent[]): void {
    for (const event of events) {
      if (event.type !== "entry" || event.field !== "inputs") continue;
      const open = (this.#sent.get(event.key) ?? 0) - 1;
      if (open > 0) this.#sent.set(event.key, open);
      else {
        this.#sent.delete(event.key);
        if (!this.#timers.has(event.key)) this.#drafts.delete(event.key);
      }
    }
  }

  /** Drops sent drafts: for another sheet, a new snapshot, or when the host refused an edit. Unsent ones stay. */
  forget(): void {
    this.#sent.clear();
    for (const input of [...this.#drafts.keys()]) if (!this.#timers.has(input)) this.#drafts.delete(input);
  }

  #send(input: InputId): void {
    this.#timers.delete(input);
    const draft = this.#drafts.get(input);
    if (!draft) return;
    this.#sent.set(input, (this.#sent.get(input) ?? 0) + 1);
    this.#host.post({ type: "set-input", input, value: draft.value as never });
  }
}
