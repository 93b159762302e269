import { format } from "node:util";
import { makePrivateFolderSync } from "../../../files/private-files.ts";
import type { ProcessEvent } from "../../protocol.ts";
import type { RunningCall } from "./running.ts";

type Progress = Extract<Extract<ProcessEvent, { type: "step" }>["event"], { type: "progress" }>;

/** Milliseconds between two messages about progress. */
const interval = 40;

export interface ContextOptions {
  readonly abort: AbortController;
  /** Path of the folder for the function's files. The folder is created when the function first reads it. */
  readonly files: string;
  readonly send: (progress: Progress) => void;
  /** `context.call`. */
  readonly call: (node: unknown, inputs: unknown) => Promise<unknown>;
}

/** The second argument of a node's function. */
export function contextFor(
  call: RunningCall,
  { abort, files, send, call: callNode }: ContextOptions,
): object {
  let newest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sentAt = 0;

  const flush = () => {
    timer = undefined;
    sentAt = performance.now();
    if (newest && call.active) send(newest);
    newest = undefined;
  };

  return {
    get signal(): AbortSignal {
      return abort.signal;
    },
    progress(fraction: unknown, text?: unknown) {
      const isNumber = typeof fraction === "number" && Number.isFinite(fraction);
      newest = {
        type: "progress",
        ...(isNumber && { fraction: Math.min(1, Math.max(0, fraction)) }),
        ...(text !== undefined && { text: format(text) }),
      };
      if (performance.now() - sentAt >= interval) flush();
      else timer ??= setTimeout(flush, interval).unref();
    },
    log: (...values: unknown[]) => call.print("log", `${format(...values)}\n`),
    call: (node: unknown, inputs?: unknown) => callNode(node, inputs),
    get files(): string {
      makePrivateFolderSync(files);
      return files;
    },
  };
}
