import { Client } from "@gradio/client";
import type { Config } from "@gradio/client";
import { StepError } from "../../failures/failure.ts";
import { LimitError } from "../../failures/limit-error.ts";
import { wasNeverSent } from "../../failures/network.ts";
import type { App, AppRequest } from "../connection/app.ts";
import { isSameApp } from "../connection/same-app.ts";
import { requestOf } from "../../files/http/fetch-request.ts";
import { answerLimits } from "../answer-limits.ts";
import { mergedIntegers, withExactIntegers, type ExactIntegers } from "../../values/exact-integers.ts";
import type { GradioTimeouts } from "../timeouts.ts";
import type { CallSession } from "./app-sessions.ts";
import { fellSilent, JobStream, type StreamListener } from "./job-stream.ts";
import type { Message } from "./messages.ts";

// The client has these types but does not export them.
export type SubmitIterable = ReturnType<Client["submit"]>;
export type GradioEvent = SubmitIterable extends AsyncIterable<infer Event> ? Event : never;
export type StatusEvent = Extract<GradioEvent, { readonly type: "status" }>;

type Stream = ReturnType<Client["stream"]>;

/**
 * A `@gradio/client` for one call. A client that serves several jobs shares one stream among them, and a cancel or a dropped
 * socket of one job hangs the others. So each call has its own client. It copies the configuration that was read when the app
 * was connected, and is closed when the call ends.
 */
export class Session extends Client {
  readonly #app: App;
  readonly #stop: AbortSignal;
  readonly #timeouts: GradioTimeouts;
  readonly #listener: StreamListener;
  /** No other call was made in this session. */
  readonly #isNew: boolean;
  #news: JobStream;
  #join: "none" | "asked" | "answered" | "lost" = "none";
  /** What the app calls a job whose receipt was lost. */
  #foundJob: (id: string) => void = () => {};
  readonly #sent: ExactIntegers | undefined;
  /** The last network error. The client does not report them. */
  networkError: unknown;
  /** Integers that its values sent which lose digits as numbers. */
  exact: ExactIntegers | undefined;

  /** `stop` aborts requests that need no message to the server: uploads. `sent`: integers that lose digits as numbers. */
  constructor(
    app: App,
    { hash, isNew }: Pick<CallSession, "hash" | "isNew">,
    stop: AbortSignal,
    timeouts: GradioTimeouts,
    listener: StreamListener,
    sent: ExactIntegers | undefined,
  ) {
    super(app.url, { events: ["data", "status", "log"], with_null_state: false, record_history: false });
    this.session_hash = hash;
    this.#isNew = isNew;
    this.#app = app;
    this.#stop = stop;
    this.#listener = listener;
    this.#timeouts = timeouts;
    const news = `${app.route("queue/data")}?${new URLSearchParams({ session_hash: hash }).toString()}`;
    this.#news = new JobStream(app, news, timeouts, listener, (message) => this.#deliver(message));
    this.#sent = sent;
    this.config = { ...app.config };
    this.api_prefix = app.config.api_prefix ?? "";
    // It sends lists of values only, for which it needs no description.
    this.api_info = { named_endpoints: {}, unnamed_endpoints: {} };
    this.api_map = app.apiMap;
    this.open_stream = () => {
      this.stream_status.open = true;
      this.#news.open();
      return Promise.resolve();
    };
  }

  /** Ends the stream. For the server, the client has left. */
  override close(): void {
    this.#news.close();
    super.close();
  }

  /** Settles when the server has begun the stream, so that it will notice its end. At once where none was asked for. */
  get streaming(): Promise<unknown> {
    return this.#news.opened;
  }

  /** Settles when the stream has ended. */
  get ended(): Promise<void> {
    return this.#news.ended;
  }

  /** Whether the app may have the job: it said so, or its answer is not known. */
  get mayBeQueued(): boolean {
    return this.#join !== "none";
  }

  /** Asks the server to stop a job of this session. */
  async cancel(eventId: string, index: number): Promise<void> {
    const body = { event_id: eventId, session_hash: this.session_hash, fn_index: index };
    await this.post_data(this.#app.route("cancel"), body);
  }

  /** Asks once more for news where nothing is heard. False where that is of no use. */
  async askAgain(): Promise<boolean> {
    if (this.#join === "asked") return this.#isNew && this.#askForJob(fellSilent());
    if (this.#join !== "answered") return false;
    // An app that does not answer at all may be busy; its stream is as good as before.
    if (await isSameApp(this.#app, this.#timeouts.answer, this.#stop)) this.#news.reopen();
    return true;
  }

  override async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname.endsWith("/queue/join")) return this.#joinQueue(input, init);
    // Uploads take as long as they take; only silence is an error.
    const silence = init?.body instanceof FormData ? { silence: this.#timeouts.silence } : {};
    const maxBytes = answerLimits.receipt;
    // A cancel is never aborted: it is sent because of a stop.
    const signal = pathname.endsWith("/cancel") ? {} : { signal: this.#stop };
    return this.#ask(input, init, { ...signal, ...silence, maxBytes });
  }

  /**
   * Asks for the job, which is never aborted: the server must know a job before it can be cancelled. Where the answer is lost, the news
   * of the session tell whether there is a job.
   */
  async #joinQueue(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    this.#join = "asked";
    const found = new Promise<string>((resolve) => (this.#foundJob = resolve)).then((id) =>
      Response.json({ event_id: id }),
    );
    let why: unknown;
    const asked = this.#ask(input, init, { maxBytes: answerLimits.receipt }).then(
      (response) => {
        why = new Error(`it answered ${response.status}`);
        this.#join = isOfProxy(response.status) ? "lost" : response.ok ? "answered" : "none";
        if (this.#join === "none" && !isJson(response)) this.networkError = notTaken(this.#app, response);
        return response;
      },
      (error: unknown) => {
        why = error;
        // What was refused here was not sent on: an address that it may not lead to, an answer without end.
        const refused = error instanceof StepError || error instanceof LimitError;
        this.#join = refused || wasNeverSent(error) ? "none" : "lost";
        throw error;
      },
    );
    const answer = asked
      .catch(() => undefined)
      .then(() => {
        if (this.#join !== "lost" || !this.#isNew) return asked;
        this.#askForJob(why);
        return found;
      });
    return Promise.race([answer, found]);
  }

  /** Looks for a job whose receipt was lost. No other job can be in a new session. */
  #askForJob(why: unknown): boolean {
    if (this.stream_status.open) return false;
    this.stream_status.open = true;
    this.#news.find(why);
    return true;
  }

  async #ask(
    input: string | URL | Request,
    init: RequestInit | undefined,
    options: Omit<AppRequest, "method" | "body" | "headers">,
  ): Promise<Response> {
    const exactly =
      typeof init?.body === "string" ? { ...init, body: withExactIntegers(init.body, this.#sent) } : init;
    const { address, ...request } = await requestOf(input, exactly);
    return this.#noting(async () => {
      const response = await this.#app.fetch(address, { ...request, ...options });
      const json = response.json.bind(response);
      return Object.defineProperty(response, "json", { value: () => this.#noting(json) });
    });
  }

  async #noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // What was said of the answer says more than that it is no JSON.
      if (!(this.networkError instanceof StepError)) this.networkError = error;
      throw error;
    }
  }

  /** Replaces the client's own stream of the oldest protocol, which notices neither a clean end nor silence. */
  override stream(url: URL): Stream {
    // The cast: the client uses only these two members of the stream.
    const stream = { onmessage: null, close: () => this.#news.close() } as unknown as Stream;
    this.#join = "answered";
    this.#news = new JobStream(this.#app, url.href, this.#timeouts, this.#listener, async (message) => {
      this.#noteExact(message);
      await stream.onmessage?.({ data: JSON.stringify(message.fields) } as MessageEvent);
    });
    // Asking once more would order the job once more.
    this.#news.openOnce();
    return stream;
  }

  async #deliver(message: Message): Promise<void> {
    const { msg, eventId, fields } = message;
    this.#noteExact(message);
    if (msg === "close_stream") {
      this.stream_status.open = false;
      return;
    }
    const callbacks = this.event_callbacks;
    if (eventId === undefined)
      await Promise.all(Object.values(callbacks).map((callback) => callback(fields)));
    else if (Object.hasOwn(callbacks, eventId)) await callbacks[eventId]?.(fields);
    else if (this.#join !== "answered") this.#keep(eventId, fields);
  }

  #noteExact({ exact }: Message): void {
    if (exact) this.exact = mergedIntegers([this.exact, exact]);
  }

  /** News of a job that the client does not know of yet. It takes them when it has its number. */
  #keep(eventId: string, fields: Message["fields"]): void {
    // The cast: the client declares lists of lists, and takes messages.
    (this.pending_stream_messages[eventId] ??= []).push(fields as never);
    this.#foundJob(eventId);
  }

  /** Sends no heartbeat: its end tells the app that the page was closed, and then states are thrown away after an hour. */
  override _resolve_heartbeat(config: Config): Promise<void> {
    this.config = config;
    return Promise.resolve();
  }
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.includes("json") ?? false;
}

/** Without a word of Gradio's, which the client would look for. */
function notTaken(app: App, { status }: Response): StepError | undefined {
  // A queue that is full says so by its status alone.
  if (status === 503) return undefined;
  return new StepError({
    message: `'${app.name}' did not take the call: it answered ${status}.`,
    help: "Look whether the app works in a browser.",
  });
}

/** What a proxy says where it does not know what became of a request. */
function isOfProxy(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status < 530);
}
