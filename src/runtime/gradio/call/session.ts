import { Client } from "@gradio/client";
import type { Config } from "@gradio/client";
import type { App } from "../connection/app.ts";
import { requestOf } from "../../files/http/fetch-request.ts";
import { answerLimits } from "../answer-limits.ts";
import { parseMessage } from "./messages.ts";
import { serverEvents } from "./server-events.ts";

// The client has these types but does not export them.
export type SubmitIterable = ReturnType<Client["submit"]>;
export type GradioEvent = SubmitIterable extends AsyncIterable<infer Event> ? Event : never;
export type StatusEvent = Extract<GradioEvent, { readonly type: "status" }>;

/** Hears about the stream that carries all events of a session. */
export interface StreamListener {
  /** Data arrived, if only a heartbeat. */
  onData(): void;
  /** The stream broke or ended before its job did. */
  onDropped(error: unknown): void;
}

type Stream = ReturnType<Client["stream"]>;

/**
 * A `@gradio/client` for one call. A client that serves several jobs shares one stream among them, and a cancel or a dropped
 * socket of one job hangs the others. So each call has its own client. It copies the configuration that was read when the app
 * was connected, and is closed when the call ends.
 */
export class Session extends Client {
  readonly #app: App;
  readonly #watch: StreamListener;
  readonly #stop: AbortSignal;
  readonly #silence: number;
  readonly #stream = new AbortController();
  #streaming: Promise<unknown> = Promise.resolve();
  /** The last network error. The client does not report them. */
  networkError: unknown;

  /**
   * `hash` is Gradio's name of the session. `stop` aborts requests that need no message to the server: uploads, and calls that do
   * not queue.
   */
  constructor(app: App, hash: string, stop: AbortSignal, watch: StreamListener, silence: number) {
    super(app.url, { events: ["data", "status", "log"], with_null_state: false, record_history: false });
    this.session_hash = hash;
    this.#app = app;
    this.#stop = stop;
    this.#watch = watch;
    this.#silence = silence;
    this.config = { ...app.config };
    this.api_prefix = app.config.api_prefix ?? "";
    // It sends lists of values only, for which it needs no description.
    this.api_info = { named_endpoints: {}, unnamed_endpoints: {} };
    this.api_map = app.apiMap;
    this.open_stream = () => this.#openStream();
  }

  /** Ends the stream. For the server, the client has left. */
  override close(): void {
    this.#stream.abort();
    super.close();
  }

  /** Settles when the server has begun the stream, so that it will notice its end. At once where none was asked for. */
  get streaming(): Promise<unknown> {
    return this.#streaming;
  }

  /** Asks the server to stop a job of this session. */
  async cancel(eventId: string, index: number): Promise<void> {
    const body = { event_id: eventId, session_hash: this.session_hash, fn_index: index };
    await this.post_data(this.#app.route("cancel"), body);
  }

  override async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    // These requests are never aborted: the server must know a job before it can be cancelled.
    const always = /\/(queue\/join|cancel)$/.test(pathname);
    // Uploads take as long as they take; only silence is an error.
    const silence = init?.body instanceof FormData ? { silence: this.#silence } : {};
    const maxBytes = /\/run\//.test(pathname) ? answerLimits.result : answerLimits.receipt;
    const { address, ...request } = await requestOf(input, init);
    return this.#noting(async () => {
      const signal = always ? {} : { signal: this.#stop };
      const response = await this.#app.fetch(address, { ...request, ...signal, ...silence, maxBytes });
      const json = response.json.bind(response);
      return Object.defineProperty(response, "json", { value: () => this.#noting(json) });
    });
  }

  async #noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.networkError = error;
      throw error;
    }
  }

  /**
   * Replaces the client's own stream, which notices neither a clean end nor silence. Only the oldest protocol asks for it; the
   * others ask for `open_stream`.
   */
  override stream(url: URL): Stream {
    // The cast: the client uses only these two members of the stream.
    const stream = { onmessage: null, close: () => this.#stream.abort() } as unknown as Stream;
    void this.#read(url, async (data) => {
      if (parseMessage(data)) await stream.onmessage?.({ data } as MessageEvent);
    });
    return stream;
  }

  /** Replaces the client's own handling of messages, in which one that is no JSON is a failure that nobody catches. */
  #openStream(): Promise<void> {
    this.stream_status.open = true;
    const query = new URLSearchParams({ session_hash: this.session_hash });
    const url = new URL(`${this.#app.route("queue/data")}?${query.toString()}`);
    void this.#read(url, async (data) => this.#deliver(data));
    return Promise.resolve();
  }

  async #deliver(data: string): Promise<void> {
    const message = parseMessage(data);
    if (!message) return;
    if (message.msg === "close_stream") {
      this.stream_status.open = false;
      return;
    }
    const { eventId, fields } = message;
    const callbacks = this.event_callbacks;
    if (eventId === undefined)
      await Promise.all(Object.values(callbacks).map((callback) => callback(fields)));
    else if (Object.hasOwn(callbacks, eventId)) await callbacks[eventId]?.(fields);
  }

  /** Sends no heartbeat: its end tells the app that the page was closed, and then states are thrown away after an hour. */
  override _resolve_heartbeat(config: Config): Promise<void> {
    this.config = config;
    return Promise.resolve();
  }

  /** Reads a stream to its end. Whatever goes wrong in it fails the call: no promise is left alone. */
  async #read(url: URL, take: (data: string) => Promise<void>): Promise<void> {
    try {
      const headers = { accept: "text/event-stream" };
      const options = { headers, signal: this.#stream.signal, maxBytes: Infinity };
      // What it may bring is counted event by event.
      const answer = this.#app.fetch(url.href, options);
      this.#streaming = answer.catch(() => {});
      const response = await answer;
      if (!response.ok) throw new Error(`it answered ${response.status} to the request for news of the job`);
      for await (const data of serverEvents(this.#listening(response))) await take(data);
      if (!this.#stream.signal.aborted) this.#watch.onDropped(new Error("it ended the stream early"));
    } catch (error) {
      if (!this.#stream.signal.aborted) this.#watch.onDropped(error);
    } finally {
      // What the app goes on to send has no reader.
      this.#stream.abort();
    }
  }

  async *#listening(response: Response): AsyncGenerator<Uint8Array> {
    // The cast: the body can be iterated at run time; only the web's type declarations do not say so.
    for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      this.#watch.onData();
      yield chunk;
    }
  }
}
