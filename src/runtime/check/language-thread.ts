import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { LanguageCalls, LanguageEvent, LanguageHostCalls } from "../protocol/language.ts";
import { Rpc, type Handlers } from "../rpc/rpc.ts";
import { workerWire } from "../rpc/wires.ts";

export type LanguageRpc = Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>;

export interface LanguageWorker {
  readonly worker: Worker;
  readonly rpc: LanguageRpc;
}

/** Starts the language worker of a folder of bundles. What it prints does not get into this program's own output. */
export function startLanguageWorker(
  dist: string,
  answers: Handlers<LanguageHostCalls>,
  onEvent: (event: LanguageEvent) => void,
): LanguageWorker {
  const worker = new Worker(join(dist, "language-worker.cjs"), {
    name: "daggr-language",
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    stdout: true,
  });
  worker.stdout.resume();
  const rpc: LanguageRpc = new Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>(
    workerWire(worker),
    answers,
    onEvent,
  );
  return { worker, rpc };
}
