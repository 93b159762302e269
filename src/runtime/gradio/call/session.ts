import { events } from "fetch-event-stream";
import { Client } from "@gradio/client";
import type { Config } from "@gradio/client";
import type { App } from "../connection/app.ts";

// The client has these types but does not export them.
export type SubmitIterable = ReturnType<Client["submit"]>;
export type GradioEvent = SubmitIterable extends AsyncIterable<infer Event> ? Event : never;
export type StatusEvent = Extract<GradioEvent, { readonly type: "status" }>;

/** What a session tells about the stream that all its news come through. */
export interface StreamListener {
  /** Something arrived, be it only a sign of life. */
  onData(): void;
  /** The stream broke or ended before its job did. */
  onDropped(error: unknown): void;
}

type Stream = ReturnType<Client["stream"]>;

/**
 * One call's own client. The client of a whole app shares one stream among its jobs, and what goes wrong with one of them
 * (a cancel, a dropped socket) hangs the others; so each call gets a client of its own that copies what was learnt when
 * the app was connected, and ends with the call.
 */
export class Session extends Client {
  readonly #app: App;
  readonly #watch: StreamListener;
  readonly #stop: AbortSignal;
  readonly #stream = new AbortController();
  /** The client keeps network errors to itself; this is the last one. */
  networkError: unknown;

  /** `stop` ends what may be ended without the server's help: uploads, and calls that do not queue. */
  constructor(app: App, stop: AbortSignal, watch: StreamListener) {
    super(app.url, { events: ["data", "status", "log"], with_null_state: false, record_history: false });
    this.#app = app;
    this.#stop = stop;
    this.#watch = watch;
    this.config = { ...app.config };
    this.api_prefix = app.config.api_prefix ?? "";
    this.api_info = app.apiInfo;
    this.api_map = app.apiMap;
  }

  /** Ends the stream; the server takes it as the client's leaving. */
  override close(): void {
    this.#stream.abort();
    super.close();
  }

  /** Asks the server to stop a job of this session. */
  async cancel(eventId: string, index: number): Promise<void> {
    const body = { event_id: eventId, session_hash: this.session_hash, fn_index: index };
    await this.post_data(this.#app.route("cancel"), body);
  }

  override async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    // A job that was asked for has to be known before it can be cancelled.
    const always = /\/(queue\/join|cancel)$/.test(pathname);
    // With these two settings Node does not keep a copy of all that is sent, for a redirect that might come.
    const once = init?.body instanceof FormData ? { redirect: "error" as const, window: null } : {};
    try {
      return await this.#app.fetch(input, always ? init : { ...init, ...once, signal: this.#stop });
    } catch (error) {
      this.networkError = error;
      throw error;
    }
  }

  /** The client's own stream neither notices a clean end nor silence. */
  override stream(url: URL): Stream {
    // Only these two members are used by the client.
    const stream = { onmessage: null, close: () => this.#stream.abort() } as unknown as Stream;
    void this.#read(url, stream);
    return stream;
  }

  /** Calls are too short for the heartbeat that keeps a page's state alive. */
  override _resolve_heartbeat(config: Config): Promise<void> {
    this.config = config;
    return Promise.resolve();
  }

  async #read(url: URL, stream: Stream): Promise<void> {
    try {
      const headers = { accept: "text/event-stream" };
      const response = await this.#app.fetch(url, { headers, signal: this.#stream.signal });
      if (!response.ok) throw new Error(`it answered ${response.status} to the request for news of the job`);
      for await (const event of events(this.#listening(response))) {
        if (event.data) stream.onmessage?.({ data: event.data } as MessageEvent);
      }
      if (!this.#stream.signal.aborted) this.#watch.onDropped(new Error("it ended the stream early"));
    } catch (error) {
      if (!this.#stream.signal.aborted) this.#watch.onDropped(error);
    }
  }

  #listening(response: Response): Response {
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        this.#watch.onData();
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body?.pipeThrough(heard));
  }
}
