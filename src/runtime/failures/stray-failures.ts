import { redact } from "./redact.ts";

/** Reports of one thread. A failure that comes back without end must not fill the log. */
const maxReports = 100;

/**
 * Keeps this thread alive when a promise fails that nobody waits for, or a callback throws. Node would end the thread, and with
 * it everything of all graphs that are open. What the failure belongs to ends by itself: each call watches its own stream, and
 * each question has a time limit.
 * @param log gets the failure, without secrets
 */
export function surviveStrayFailures(log: (text: string) => void): void {
  let reports = 0;
  const report = (error: unknown) => {
    reports += 1;
    if (reports > maxReports) return;
    const text = textOf(error);
    const last = reports === maxReports ? " Further ones are not reported." : "";
    log(redact(`Something failed that nothing waited for; the work goes on.${last} ${text}`));
  };
  process.on("unhandledRejection", report);
  process.on("uncaughtException", report);
}

/** Anything can be thrown, also what throws when it is read. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return "The failure cannot be read.";
  }
}
