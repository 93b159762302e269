import { setTimeout as delay } from "node:timers/promises";
import { StepError } from "../../failures/failure.ts";
import { LimitError } from "../../failures/limit-error.ts";
import type { App } from "../connection/app.ts";
import { isFinalAnswer } from "../final-answers.ts";
import type { GradioTimeouts } from "../timeouts.ts";
import { parseMessage, type Message } from "./messages.ts";
import { serverEvents } from "./server-events.ts";

/** Hears about the stream that carries all news of a session. */
export interface StreamListener {
  /** Data arrived, if only a heartbeat. */
  onData(): void;
  /** There will be no more news, and the job is not over. */
  onDropped(error: unknown): void;
}

/** How often in a row a stream that brings no news is asked for again after it was lost, and how often in all. */
const mostTries = 3;
const mostResumes = 20;

/** The app has nothing more to say: it noticed that its reader was gone, or was started anew. */
class Over extends Error {}

/**
 * The news of a session's job. What an app has to say waits until somebody reads it, so a stream that could not be opened or was lost
 * is asked for again. But Gradio 4, 5 and 6 forget a session as soon as they notice that its reader has left; then there is nobody
 * who could be asked for the result.
 */
export class JobStream {
  #connection = new AbortController();
  #opened: Promise<unknown> = Promise.resolve();
  #ended: Promise<void> = Promise.resolve();
  #closed = false;
  /** The app said that it has no more to say. */
  #over = false;
  /** Why it was lost first. */
  #lost: unknown;
  /** It was asked for again, so news may have been lost before. */
  #resumed = false;
  #tries = 0;
  #resumes = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly app: App,
    private readonly address: string,
    private readonly timeouts: GradioTimeouts,
    private readonly listener: StreamListener,
    private readonly deliver: (message: Message) => Promise<void>,
  ) {}

  /** Of no effect once it was closed: what asks for it may have waited for something meanwhile. */
  open(): void {
    if (this.#closed) return;
    this.#ended = this.#follow(this.#connection.signal);
  }

  /** Opens it to see whether there is a job, whose receipt was lost for this reason. */
  find(why: unknown): void {
    this.#lost = why;
    this.#resume();
    this.open();
  }

  /** Without asking for it again. */
  openOnce(): void {
    this.#resumes = mostResumes;
    this.open();
  }

  /** Asks for the stream anew, in place of one from which nothing is heard. */
  reopen(): void {
    if (this.#resumes >= mostResumes) return;
    this.#lost ??= fellSilent();
    this.#connection.abort();
    this.#connection = new AbortController();
    this.#resume();
    this.open();
  }

  /** For the server, the client has left. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#connection.abort();
  }

  /** Settles when the server has begun the stream, so that it will notice its end. At once where none was asked for. */
  get opened(): Promise<unknown> {
    return this.#opened;
  }

  /** Settles when the stream has ended. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Whatever goes wrong in it fails the call: no promise is left alone. */
  async #follow(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        return await this.#read(signal);
      } catch (error) {
        if (this.#closed || signal.aborted) return;
        this.#tries += 1;
        this.#lost ??= error;
        if (isFinal(error) || this.#tries > mostTries || this.#resumes >= mostResumes)
          return this.#drop(error);
        this.#resume();
        await delay(this.timeouts.resume * (this.#tries - 1), undefined, { signal }).catch(() => {});
        if (this.#closed || signal.aborted) return;
      }
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const headers = { accept: "text/event-stream" };
    // What it may bring is counted event by event.
    const answer = this.app.fetch(this.address, { headers, signal, maxBytes: Infinity });
    this.#opened = answer.catch(() => {});
    const response = await answer;
    if (!response.ok) {
      const said = `it answered ${response.status} to the request for news of the job`;
      throw isFinalAnswer(response.status) ? new Over(said) : new Error(said);
    }
    for await (const data of serverEvents(this.#listening(response))) await this.#take(data);
    if (!this.#over) throw new Error("it ended the stream early");
  }

  async #take(data: string): Promise<void> {
    const message = damagedIsFinal(() => parseMessage(data));
    if (!message) return;
    const { msg } = message;
    if (msg === "close_stream") this.#over = true;
    if (this.#resumed && msg === "unexpected_error") throw new Over("it knows nothing more of the job");
    if (msg !== "heartbeat") {
      this.#tries = 0;
      clearTimeout(this.#idle);
    }
    // Values are told by what changed since the last one, which may have been lost. The last message has them whole.
    if (this.#resumed && msg === "process_generating") return;
    await this.deliver(message);
  }

  /** An app that took the last news for delivered sends heartbeats for ever. */
  #resume(): void {
    this.#resumed = true;
    this.#resumes += 1;
    clearTimeout(this.#idle);
    if (this.#closed) return;
    this.#idle = setTimeout(() => this.#drop(new Over("it has no more news of the job")), this.timeouts.idle);
  }

  #drop(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.listener.onDropped(error instanceof LimitError ? error : (this.#lost ?? error));
  }

  async *#listening(response: Response): AsyncGenerator<Uint8Array> {
    // The cast: the body can be iterated at run time; only the web's type declarations do not say so.
    for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      this.listener.onData();
      yield chunk;
    }
  }
}

export function fellSilent(): Error {
  return new Error("it fell silent");
}

/** What was refused here, such as an address that it may not lead to, would be refused again. */
function isFinal(error: unknown): boolean {
  return error instanceof Over || error instanceof LimitError || error instanceof StepError;
}

function damagedIsFinal<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof LimitError || !(error instanceof Error) ? error : new Over(error.message);
  }
}
