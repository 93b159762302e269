import type { StepEvent } from "../../run/step-events.ts";
import type { StepPhase } from "../../protocol/canvas.ts";
import type { StatusEvent } from "./session.ts";

/** Where a job stands, if the news says so. */
export function phaseOf(event: StatusEvent): StepPhase | undefined {
  if (event.original_msg === "process_starts" || !event.queue) return { kind: "running" };
  if (event.stage === "generating" || event.stage === "streaming") return { kind: "running" };
  if (event.stage !== "pending" || event.position === undefined) return undefined;
  return {
    kind: "queued",
    // The server counts from 0.
    position: event.position + 1,
    ...(event.size === undefined ? {} : { of: event.size }),
    ...(typeof event.eta === "number" ? { eta: event.eta } : {}),
  };
}

/** The innermost bar of a job's progress, if the news has one. */
export function progressOf(event: StatusEvent): StepEvent | undefined {
  const bar = event.progress_data?.at(-1);
  if (!bar) return undefined;
  const counted = bar.index !== null && bar.length ? bar.index / bar.length : undefined;
  const fraction = bar.progress ?? counted;
  const count =
    bar.index !== null && bar.length ? `${bar.index}/${bar.length}${bar.unit ? ` ${bar.unit}` : ""}` : "";
  const text = [bar.desc, count].filter(Boolean).join(" · ");
  return {
    type: "progress",
    ...(fraction === undefined ? {} : { fraction: Math.min(1, Math.max(0, fraction)) }),
    ...(text ? { text } : {}),
  };
}
