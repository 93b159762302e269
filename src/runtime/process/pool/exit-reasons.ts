import type { StepFailure } from "../../failures/failure.ts";
import type { PipeEnd } from "../../rpc/wires.ts";
import { type WatchdogReport, descriptors, lostPipeExitCode } from "../protocol.ts";

/** What is known about the unexpected end of a process. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly report?: WatchdogReport;
  /** It was ended because of what came through its pipes, or because they were closed. */
  readonly fault?: PipeEnd;
  /** The end of its output to standard error. */
  readonly errorOutput: string;
}

/** The failure of a call whose process ended. */
export function endingFailure({ code, signal, report, fault, errorOutput }: Ending): StepFailure {
  if (fault || code === lostPipeExitCode) {
    const what = fault === "malformed" ? "wrote to" : "closed or read from";
    const { messages, reports } = descriptors;
    return {
      message: `The code ${what} a file descriptor that it did not open (${messages} or ${reports}), so its process could not be reached any more and was ended.`,
      help: "Write to, read from and close only the descriptors that your own code has opened.",
    };
  }
  if (report?.type === "memory") {
    return outOfMemory(`It held ${(report.bytes / 2 ** 30).toFixed(1)} GB.`);
  }
  if (/heap out of memory|Reached heap limit|Allocation failed/.test(errorOutput)) {
    return outOfMemory("JavaScript's memory was full.");
  }
  if (signal === "SIGKILL") {
    return {
      message: "The workflow process was killed from outside, or killed itself.",
      help: "The system does that when memory runs out; otherwise look for code that kills processes.",
    };
  }
  const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? "?"}`;
  return {
    message: `The workflow process ${how} while the code ran.`,
    help: "A crash like this comes from a native library, or from code that ends its own process.",
    ...(errorOutput.trim() && { stack: errorOutput.trim() }),
  };
}

function outOfMemory(detail: string): StepFailure {
  return {
    message: `The workflow process ran out of memory. ${detail}`,
    help: "Work on smaller pieces, or keep large data in files and pass their paths on.",
  };
}
