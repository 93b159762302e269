import type { Value } from "../../src/runtime/values/value.ts";
import { isFileRef } from "../../src/runtime/values/value.ts";
import type { CallPlaces, RunPreview } from "../../src/runtime/protocol/canvas.ts";
import { duration } from "../../src/runtime/text/duration.ts";

/** Milliseconds as a clock shows them: "0:04". */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(hours > 0 ? 2 : 1, "0");
  return `${hours > 0 ? `${hours}:` : ""}${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

export function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const unit = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
  const amount = size / 1000 ** unit;
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** "3 run, 4 reused, 12 here, 188 on 4 workers, ~14 s" */
export function previewText({ run, reused, estimate, places }: RunPreview): string {
  if (run.length === 0) return reused.length > 0 ? `${reused.length} up to date` : "nothing to run";
  const parts = [`${run.length} run`];
  if (reused.length > 0) parts.push(`${reused.length} reused`);
  if (places) parts.push(...(places.here > 0 ? [`${places.here} here`] : []), queuedText(places));
  if (estimate !== undefined) parts.push(`~${duration(estimate)}`);
  return parts.join(", ");
}

function queuedText({ queued, workers }: CallPlaces): string {
  if (workers === 0) return `${queued} wait for a worker`;
  return `${queued} on ${workers === undefined ? "workers" : workers === 1 ? "1 worker" : `${workers} workers`}`;
}

/** When something happened, seen from now: "just now", "5 min ago", else the date. */
export function ago(time: number, now: number): string {
  const seconds = (now - time) / 1000;
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(time).toLocaleDateString();
}

/** A value in one short line. */
export function brief(value: Value | undefined): string {
  if (value === undefined) return "";
  if (value === null) return "null";
  if (typeof value === "string") return value.length > 120 ? `${value.slice(0, 120)}…` : value;
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isFileRef(value)) return value.name;
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
