import type { ChildProcess } from "node:child_process";
import type { MessagePort, Worker } from "node:worker_threads";
import type { Envelope, Wire } from "./rpc.ts";

type Messages = readonly Envelope[];

/** Everything that one turn of the event loop makes goes out at its end. */
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

/** The wire to a forked process (`serialization: "advanced"`), seen from its parent. */
export function childWire(child: ChildProcess): Wire {
  return {
    ...gathering,
    // A process that is going away takes no more messages; its end rejects what is pending.
    post: (messages) => void (child.connected && child.send([...messages], () => {})),
    onMessage: (listener) => child.on("message", (messages) => listener(messages as Messages)),
    onClose: (listener) => {
      child.on("error", (error) => listener(`The process failed: ${error.message}`));
      child.on("exit", (code, signal) => listener(`The process ended with ${signal ?? `code ${code}`}.`));
    },
  };
}

/**
 * The wire to the parent, seen from a forked process. What is reported while code runs must be out before that code blocks; a
 * reply waits for what follows it, which is often the news that the next call begins.
 */
export function parentWire(self: NodeJS.Process): Wire {
  return {
    isUrgent: ({ type }) => type !== "reply",
    later: (flush) => void setImmediate(flush),
    post: (messages) => void (self.connected && self.send?.([...messages])),
    onMessage: (listener) => self.on("message", (messages) => listener(messages as Messages)),
    onClose: (listener) => self.on("disconnect", () => listener("The parent is gone.")),
  };
}
