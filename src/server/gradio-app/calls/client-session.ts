import { MessageQueue } from "../../message-queue.ts";
import type { EventMessage, StreamMessage } from "./messages.ts";

/** Calls of one session that are at work or whose end was not read yet. */
const mostCalls = 500;
/** Milliseconds that the news of a session wait for a reader after its last call was over. */
const unreadFor = 10 * 60_000;

/** A call to be begun: the work itself, which reports, until the signal ends it. */
export type Work = (report: (message: EventMessage) => void, signal: AbortSignal) => Promise<void>;

interface RunningCall {
  /** Where the endpoint stands among those of the app. */
  readonly endpoint: number;
  readonly stop: AbortController;
}

/** Calls that a client made with one `session_hash`, and what it has not heard of them yet. All of its news come in one stream. */
export class ClientSession {
  readonly #news = new MessageQueue<EventMessage & { readonly event_id: string }>();
  readonly #running = new Map<string, RunningCall>();
  /** Ended calls whose end nobody has read. */
  readonly #unread = new Set<string>();
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param forget called when it is closed: it takes no further calls */
  constructor(private readonly forget: () => void) {}

  /** How many calls are at work. */
  get running(): number {
    return this.#running.size;
  }

  get isFull(): boolean {
    return this.#running.size + this.#unread.size >= mostCalls;
  }

  has(event: string): boolean {
    return this.#running.has(event) || this.#unread.has(event);
  }

  /** Begins a call of an endpoint. What it reports goes to the session's reader. */
  begin(event: string, endpoint: number, work: Work): void {
    const stop = new AbortController();
    this.#running.set(event, { endpoint, stop });
    clearTimeout(this.#timer);
    const report = (message: EventMessage) => {
      if (!this.#running.has(event)) return;
      if (message.msg === "process_completed") this.#end(event);
      this.#tell(event, message);
    };
    void work(report, stop.signal);
  }

  /** Stops a call and tells its reader that it is over. */
  cancel(event: string): void {
    const running = this.#running.get(event);
    if (!running) return;
    running.stop.abort();
    this.#end(event);
    this.#tell(event, { msg: "process_completed", output: {}, success: true });
  }

  /** Stops all calls of an endpoint, as a client asks that has not heard the ids of its calls yet. */
  cancelAllOf(endpoint: number): void {
    for (const [event, running] of [...this.#running]) if (running.endpoint === endpoint) this.cancel(event);
  }

  /**
   * All news, until every call is over. A reader that leaves early stops what still runs: nobody would hear of it.
   *
   * @returns what is to be sent in one piece. The end of the last call and the end of the stream are one piece: between them,
   *   Python's client takes the stream for one that would tell of its next call.
   */
  async *read(left: AbortSignal): AsyncGenerator<readonly StreamMessage[]> {
    left.addEventListener("abort", () => this.close(), { once: true });
    clearTimeout(this.#timer);
    while (!this.#closed) {
      const next = await this.#news.next();
      if (next.type !== "message") {
        if (next.type === "silent") yield [{ msg: "heartbeat" }];
        continue;
      }
      const { message } = next;
      if (message.msg === "process_completed") this.#unread.delete(message.event_id);
      const isLast = this.#running.size === 0 && this.#unread.size === 0;
      // A call that is made from here on gets a session of its own: this stream would not tell of it.
      if (isLast) this.close();
      yield isLast ? [message, { msg: "close_stream" }] : [message];
    }
  }

  /** Stops its calls and forgets it. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    const running = [...this.#running.values()];
    this.#running.clear();
    for (const { stop } of running) stop.abort();
    this.#news.clear();
    this.forget();
  }

  #end(event: string): void {
    this.#running.delete(event);
    this.#unread.add(event);
    if (this.#running.size === 0) this.#timer = setTimeout(() => this.close(), unreadFor).unref();
  }

  #tell(event: string, message: EventMessage): void {
    this.#news.push(
      { ...message, event_id: event },
      (waiting) => waiting.event_id === event && waiting.msg === message.msg,
    );
  }
}
