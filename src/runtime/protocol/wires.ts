import type { ChildProcess } from "node:child_process";
import type { MessagePort, Worker } from "node:worker_threads";
import type { Envelope, Wire } from "./rpc.ts";

/** The wire to a worker thread, seen from its parent. */
export function workerWire(worker: Worker): Wire {
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    onMessage: (listener) => worker.on("message", (message: Envelope) => listener(message)),
    onClose: (listener) => {
      worker.on("error", (error) => listener(`The worker failed: ${error.message}`));
      worker.on("exit", (code) => listener(`The worker ended with code ${code}.`));
    },
  };
}

/** The wire to the parent, seen from a worker thread. */
export function portWire(port: MessagePort): Wire {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => port.on("message", (message: Envelope) => listener(message)),
    onClose: (listener) => port.on("close", () => listener("The other side is gone.")),
  };
}

/** The wire to a forked process (`serialization: "advanced"`), seen from its parent. */
export function childWire(child: ChildProcess): Wire {
  return {
    // A process that is going away takes no more messages; its end rejects what is pending.
    post: (message) => void (child.connected && child.send(message, () => {})),
    onMessage: (listener) => child.on("message", (message) => listener(message as Envelope)),
    onClose: (listener) => {
      child.on("error", (error) => listener(`The process failed: ${error.message}`));
      child.on("exit", (code, signal) => listener(`The process ended with ${signal ?? `code ${code}`}.`));
    },
  };
}

/** The wire to the parent, seen from a forked process. */
export function parentWire(self: NodeJS.Process): Wire {
  return {
    post: (message) => void (self.connected && self.send?.(message)),
    onMessage: (listener) => self.on("message", (message) => listener(message as Envelope)),
    onClose: (listener) => self.on("disconnect", () => listener("The parent is gone.")),
  };
}
