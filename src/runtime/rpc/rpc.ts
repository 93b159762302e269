import { type Envelope, fromPlain, toPlain } from "./envelope.ts";
import { InFlight } from "./in-flight.ts";

/** The calls one side of a boundary answers: name → function of one argument. */
export type Calls = { readonly [name: string]: (argument: never) => unknown };

/** The two ends of a worker, a forked process or a message port look the same to an `Rpc`. */
export interface Wire {
  /** What was posted in one go crosses together: a thousand small messages cost as much as one large one. */
  post(messages: readonly Envelope[]): void;
  onMessage(listener: (messages: readonly Envelope[]) => void): void;
  /** Whether a message, and what waits before it, goes out at once. */
  isUrgent(message: Envelope): boolean;
  /** When the rest goes out. */
  later(flush: () => void): void;
  /** Called once, when the other side is gone. */
  onClose(listener: (reason: string) => void): void;
}

type Remote<C extends Calls> = {
  readonly [K in keyof C]: (
    argument: Parameters<C[K]>[0],
    signal?: AbortSignal,
  ) => Promise<Awaited<ReturnType<C[K]>>>;
};

/** A call's handler also gets a signal that aborts when the caller gives up. */
export type Handlers<C extends Calls> = {
  readonly [K in keyof C]: (
    argument: Parameters<C[K]>[0],
    signal: AbortSignal,
  ) => ReturnType<C[K]> | Promise<Awaited<ReturnType<C[K]>>>;
};

/** The reason why a call of an `Rpc` rejects that was disposed or whose other side is gone. */
export class ConnectionClosed extends Error {}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Typed requests, replies, cancellation and events over a wire. `Theirs` is what the other side answers, `Ours` what we
 * answer. When the wire closes, everything pending is rejected, so no promise is left hanging.
 */
export class Rpc<Theirs extends Calls, Ours extends Calls, TheirEvent = never, OurEvent = never> {
  readonly remote: Remote<Theirs>;
  #next = 1;
  #closed: string | undefined;
  readonly #pending = new InFlight<Pending>();
  readonly #running = new InFlight<AbortController>();
  readonly #wire: Wire;
  #outgoing: Envelope[] = [];
  /** How often something was posted. */
  #flushes = 0;

  constructor(wire: Wire, handlers: Handlers<Ours>, onEvent: (event: TheirEvent) => void = () => {}) {
    this.#wire = wire;
    this.remote = new Proxy({} as Remote<Theirs>, {
      // Not `then`: an async function may hand out the remote, which must not be taken for a promise.
      get: (_target, call) =>
        typeof call === "string" && call !== "then"
          ? (argument: unknown, signal?: AbortSignal) => this.#request(call, argument, signal)
          : undefined,
    });
    const take = (message: Envelope) => {
      if (message.type === "request") void this.#answer(handlers, message.id, message.call, message.argument);
      else if (message.type === "cancel") this.#running.get(message.id)?.abort();
      else if (message.type === "event") onEvent(message.event as TheirEvent);
      else this.#settle(message);
    };
    wire.onMessage((messages) => messages.forEach(take));
    wire.onClose((reason) => {
      this.dispose(reason);
    });
  }

  emit(event: OurEvent): void {
    if (this.#closed === undefined) this.#post({ type: "event", event });
  }

  /** Rejects what is pending and aborts what is running. */
  dispose(reason = "The connection was closed."): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    for (const pending of this.#pending.values()) pending.reject(new ConnectionClosed(reason));
    for (const running of this.#running.values()) running.abort();
    this.#pending.clear();
    this.#running.clear();
  }

  #request(call: string, argument: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(new ConnectionClosed(this.#closed));
      const id = this.#next++;
      const onAbort = () => {
        if (this.#pending.has(id)) this.#post({ type: "cancel", id });
      };
      const done = () => {
        signal?.removeEventListener("abort", onAbort);
      };
      this.#pending.set(id, {
        resolve: (value) => (done(), resolve(value)),
        reject: (error) => (done(), reject(error)),
      });
      this.#post({ type: "request", id, call, argument });
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  async #answer(handlers: Handlers<Ours>, id: number, call: string, argument: unknown): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      if (!Object.hasOwn(handlers, call)) throw new Error(`Unknown call '${call}'.`);
      const handler = handlers[call] as (argument: unknown, signal: AbortSignal) => unknown;
      const value = await handler(argument, abort.signal);
      this.#reply({ type: "reply", id, ok: true, value });
    } catch (error) {
      this.#reply({ type: "reply", id, ok: false, error: toPlain(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  #reply(reply: Envelope): void {
    if (this.#closed === undefined) this.#post(reply);
  }

  #post(message: Envelope): void {
    this.#outgoing.push(message);
    if (this.#wire.isUrgent(message)) this.#flush();
    else if (this.#outgoing.length === 1) this.#flushLater();
  }

  /** Does nothing if an urgent message took everything along meanwhile: what came after that has planned a flush of its own. */
  #flushLater(): void {
    const flushes = this.#flushes;
    this.#wire.later(() => {
      if (this.#flushes === flushes) this.#flush();
    });
  }

  #flush(): void {
    const messages = this.#outgoing;
    this.#outgoing = [];
    this.#flushes++;
    if (messages.length === 0 || this.#closed !== undefined) return;
    try {
      this.#wire.post(messages);
    } catch (error) {
      // One of them holds what cannot cross, or they are too long together. Nothing was sent, so each is sent again alone.
      if (messages.length > 1) for (const message of messages) this.#alone(message);
      else this.#lost(messages[0]!, error);
    }
  }

  #alone(message: Envelope): void {
    try {
      this.#wire.post([message]);
    } catch (error) {
      this.#lost(message, error);
    }
  }

  #lost(message: Envelope, error: unknown): void {
    const failure = { ok: false, error: toPlain(error) } as const;
    if (message.type === "request") this.#settle({ type: "reply", id: message.id, ...failure });
    else if (message.type === "reply" && message.ok)
      this.#alone({ type: "reply", id: message.id, ...failure });
  }

  #settle(reply: Extract<Envelope, { type: "reply" }>): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(fromPlain(reply.error));
  }
}
