import { basename } from "node:path";
import { failureOf, type StepFailure } from "../failures/failure.ts";
import { redactValue } from "../failures/secrets.ts";
import { ConnectionClosed } from "../rpc/rpc.ts";
import { Deferred } from "./deferred.ts";
import { endingFailure } from "./pool/exit-reasons.ts";
import type { LoadReply, LoadRequest, WatchdogReport } from "./protocol.ts";
import type { WorkflowProcess } from "./pool/workflow-process.ts";

/** Milliseconds for starting and compiling, in addition to the limit for the file's own code. */
const startAllowance = 15_000;

export interface Loading {
  readonly outcome: Promise<LoadReply>;
  onReport(report: WatchdogReport): void;
}

/** Lets a process load a file. The outcome never rejects: errors become a `failed` reply, and the process is killed then. */
export function beginLoad(process: WorkflowProcess, request: LoadRequest, signal?: AbortSignal): Loading {
  const outcome = new Deferred<LoadReply>();
  const fail = (failure: StepFailure, files: readonly string[] = [request.file]) => {
    outcome.resolve({ type: "failed", failure, files });
  };
  const at = { file: request.file, line: 1, column: 1 };
  const onAbort = () => fail({ message: `Loading ${basename(request.file)} was stopped.` });
  const timer =
    request.limit > 0 && setTimeout(() => fail(hanging(request, at)), request.limit + startAllowance);
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();

  process.load(request).then(
    (reply) =>
      outcome.resolve(reply.type === "failed" ? { ...reply, failure: redactValue(reply.failure) } : reply),
    (error: unknown) => {
      // How a process ended is said below.
      if (!(error instanceof ConnectionClosed)) fail(failureOf(error, at));
    },
  );
  void process.ended.then((ending) => fail({ ...endingFailure(ending), at }));

  const settled = outcome.promise.then(async (reply) => {
    signal?.removeEventListener("abort", onAbort);
    if (timer) clearTimeout(timer);
    if (reply.type === "failed") await process.kill();
    return reply;
  });
  return {
    outcome: settled,
    onReport(report) {
      if (report.type === "hanging") fail(hanging(request, { ...report, column: 1 }), report.files);
    },
  };
}

function hanging(
  { file, limit }: LoadRequest,
  at: { file: string; line: number; column: number },
): StepFailure {
  return {
    message: `${basename(file)} did not finish loading within ${limit / 1000} s. Line ${at.line} of ${basename(at.file)} was still running.`,
    help: "Loading runs the top level of the file. Look there for an endless loop or something that is waited for, and move long work into the function of a node.",
    at: { file: at.file, line: at.line, column: at.column },
  };
}
