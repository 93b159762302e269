import { redact } from "../../failures/redact.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import type { StepPhase } from "../../protocol/step-phase.ts";
import type { StatusEvent } from "./session.ts";

/** Characters of a text beside a progress bar. */
const maxText = 200;

/** Where a job stands, if the news says so. */
export function phaseOf(event: StatusEvent): StepPhase | undefined {
  if (event.original_msg === "process_starts" || !event.queue) return { kind: "running" };
  if (event.stage === "generating" || event.stage === "streaming") return { kind: "running" };
  if (event.stage !== "pending" || typeof event.position !== "number") return undefined;
  return {
    kind: "queued",
    // The server counts from 0.
    position: event.position + 1,
    ...(typeof event.size === "number" ? { of: event.size } : {}),
    ...(typeof event.eta === "number" ? { eta: event.eta } : {}),
  };
}

/** The innermost bar of a job's progress, if the news has one. */
export function progressOf(event: StatusEvent): StepEvent | undefined {
  const bars: unknown = event.progress_data;
  const bar: unknown = Array.isArray(bars) ? bars.at(-1) : undefined;
  if (typeof bar !== "object" || bar === null) return undefined;
  const { index, length, progress, unit, desc } = bar as Readonly<Record<string, unknown>>;
  const counts = typeof index === "number" && typeof length === "number" && length > 0;
  const fraction = typeof progress === "number" ? progress : counts ? index / length : undefined;
  const count = counts ? `${index}/${length}${unit ? ` ${shortText(unit)}` : ""}` : "";
  const text = [shortText(desc), count].filter(Boolean).join(" · ");
  return {
    type: "progress",
    ...(fraction === undefined ? {} : { fraction: Math.min(1, Math.max(0, fraction)) }),
    ...(text ? { text } : {}),
  };
}

function shortText(value: unknown): string {
  return typeof value === "string" ? redact(value).slice(0, maxText) : "";
}
