import type { Duplex } from "node:stream";
import type { MessagePort, Worker } from "node:worker_threads";
import { type Envelope, parseEnvelopes } from "./envelope.ts";
import { JsonLines, jsonLine } from "./json-lines.ts";
import type { Wire } from "./rpc.ts";

type Messages = readonly Envelope[];

/** What is posted in one go goes out right after it, together. What promises post afterwards goes out in the next batch. */
const gathering: Pick<Wire, "isUrgent" | "later"> = {
  isUrgent: () => false,
  later: (flush) => process.nextTick(flush),
};

/** The wire to a worker thread, seen from its parent. */
export function workerWire(worker: Worker): Wire {
  return {
    ...gathering,
    post: (messages) => {
      worker.postMessage(messages);
    },
    onMessage: (listener) => worker.on("message", (messages: Messages) => listener(messages)),
    onClose: (listener) => {
      worker.on("error", (error) => listener(`The worker failed: ${error.message}`));
      worker.on("exit", (code) => listener(`The worker ended with code ${code}.`));
    },
  };
}

/** The wire to the parent, seen from a worker thread. */
export function portWire(port: MessagePort): Wire {
  return {
    ...gathering,
    post: (messages) => {
      port.postMessage(messages);
    },
    onMessage: (listener) => port.on("message", (messages: Messages) => listener(messages)),
    onClose: (listener) => port.on("close", () => listener("The other side is gone.")),
  };
}

/** How a pipe to another process ended. */
export type PipeEnd = "closed" | "malformed";

export interface PipeOptions extends Pick<Wire, "isUrgent" | "later"> {
  /** Called once. `malformed`: something came that is no message of ours. */
  readonly onEnd: (end: PipeEnd) => void;
}

/** For the side of the engine. */
export const enginePipe: Pick<Wire, "isUrgent" | "later"> = gathering;

/**
 * For the side where user code runs. What is reported while code runs must be out before that code blocks; a reply waits for
 * what follows it, which is often the news that the next call begins.
 */
export const userCodePipe: Pick<Wire, "isUrgent" | "later"> = {
  isUrgent: ({ type }) => type !== "reply",
  later: (flush) => void setImmediate(flush),
};

/**
 * The wire over a pipe to another process, with the messages that go out together as one line of JSON. What comes through it is not
 * trusted to be a message: user code of the other process can write to the pipe, and can close it. Both close the wire.
 */
export function pipeWire(pipe: Duplex, { isUrgent, later, onEnd }: PipeOptions): Wire {
  const lines = new JsonLines();
  let close: (reason: string) => void = () => {};
  let isOpen = true;
  const end = (how: PipeEnd) => {
    if (!isOpen) return;
    isOpen = false;
    pipe.destroy();
    close(how === "closed" ? "The other process is gone." : "The other process sent what is no message.");
    onEnd(how);
  };
  for (const event of ["error", "end", "close"]) pipe.on(event, () => end("closed"));
  return {
    isUrgent,
    later,
    post: (messages) => {
      const line = jsonLine(messages);
      if (isOpen) pipe.write(line);
    },
    onMessage: (listener) =>
      pipe.on("data", (bytes: Buffer) => {
        const received = lines.read(bytes);
        while (isOpen) {
          const messages = nextEnvelopes(received);
          if (messages === "malformed") return end("malformed");
          if (messages === undefined) return;
          listener(messages);
        }
      }),
    onClose: (listener) => (close = listener),
  };
}

function nextEnvelopes(received: Generator<unknown, void>): Messages | "malformed" | undefined {
  try {
    const next = received.next();
    return next.done ? undefined : parseEnvelopes(next.value);
  } catch {
    return "malformed";
  }
}
