import type { StepFailure } from "../../failures/failure.ts";
import type { WatchdogReport } from "../protocol.ts";

/** What is known about the unexpected end of a process. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly report?: WatchdogReport;
  /** The end of its output to standard error. */
  readonly errorOutput: string;
}

/** The failure of a call whose process ended. */
export function endingFailure({ code, signal, report, errorOutput }: Ending): StepFailure {
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
