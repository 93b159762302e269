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
 * What a person is typing. It is shown at once and sent a moment later; as soon as the host has said the same, the host's
 * word counts again. So typing never stutters, and what another canvas writes afterwards wins.
 */
export class Drafts {
  readonly #drafts = new SvelteMap<InputId, Draft>();
  // Nothing is drawn from these two.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #timers = new Map<InputId, ReturnType<typeof setTimeout>>();
  /** Sent and not yet seen again. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #sent = new Map<InputId, number>();
  readonly #host: HostConnection;

  constructor(host: HostConnection) {
    this.#host = host;
  }

  get(input: InputId): Draft | undefined {
    return this.#drafts.get(input);
  }

  /** `typing` waits for a pause; everything else is sent at once. Undefined goes back to the component's own value. */
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

  /** Before anything runs: what was typed last takes part. */
  flush(): void {
    for (const input of [...this.#timers.keys()]) {
      clearTimeout(this.#timers.get(input));
      this.#send(input);
    }
  }

  /** Looks for what was sent among what the host says. */
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

  /** Another sheet is shown, a new snapshot came, or the host refused an edit. */
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
