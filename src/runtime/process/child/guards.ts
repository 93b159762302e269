import { StepError } from "../../failures/failure.ts";
import type { RunningCalls } from "./calls/running.ts";

/** What to do with trouble that no `try` of ours surrounds. */
export interface Trouble {
  readonly calls: RunningCalls;
  /** Fails the load that is going on; answers whether there was one. */
  failLoad(error: unknown): boolean;
  /** No call waits for it: it is reported, and the process takes no more calls. */
  spoil(error: unknown): void;
}

/**
 * Ending the process would lose whatever else runs in it, so the usual ways to do so fail the call instead, and errors that
 * nothing catches go to the call they belong to.
 */
export function installGuards(trouble: Trouble): void {
  const refuse = (what: string): never => {
    const error = new StepError({
      message: `The code called ${what}, which would end the whole workflow process.`,
      help: "Throw an Error to fail the step, or return to end it.",
    });
    blame(trouble, error);
    throw error;
  };
  const kill = process.kill.bind(process);
  Object.assign(process, {
    exit: (code?: number) => refuse(`process.exit(${code ?? ""})`),
    reallyExit: (code?: number) => refuse(`process.reallyExit(${code ?? ""})`),
    abort: () => refuse("process.abort()"),
    kill: (pid: number, signal?: string | number) => {
      const isSelf = pid === process.pid || pid === -process.pid || pid === 0;
      return isSelf && signal !== 0 ? refuse("process.kill() on its own process") : kill(pid, signal);
    },
  });
  process.on("uncaughtException", (error) => blame(trouble, error));
  process.on("unhandledRejection", (error) => blame(trouble, error));
}

function blame(trouble: Trouble, error: unknown): void {
  const call = trouble.calls.current;
  if (call?.active) return call.fail(error);
  if (!trouble.failLoad(error)) trouble.spoil(error);
}
