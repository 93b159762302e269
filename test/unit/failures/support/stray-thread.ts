/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- libraries reject with anything */
// A thread in which one thing after the other goes wrong that nobody waits for, and that says when it still lives.
import { parentPort } from "node:worker_threads";
import { surviveStrayFailures } from "../../../../src/runtime/failures/stray-failures.ts";

surviveStrayFailures((text) => parentPort?.postMessage({ log: text }));

const failures: readonly (() => void)[] = [
  () => void Promise.reject(new Error("of a promise, with hf_abcdefghijkl")),
  () => {
    throw new Error("of a callback");
  },
  () =>
    void Promise.reject(
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("when read");
          },
        },
      ),
    ),
  () => void Promise.reject(Object.create(null)),
  () => void Promise.reject(undefined),
];

parentPort?.on("message", (which: number) => {
  setImmediate(() => parentPort?.postMessage({ alive: which }));
  failures[which]?.();
});
