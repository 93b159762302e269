import type { InputNodeDescription, StepDescription } from "../graph/description.ts";
import type { ResultRecord } from "../sheets/store.ts";
import { duration } from "../text/duration.ts";

type AnyStep = StepDescription | InputNodeDescription;
interface Judged {
  readonly planNode: { readonly node: AnyStep };
  readonly shown?: Made;
  readonly valid: boolean;
}
type Made = Pick<ResultRecord, "startedAt" | "duration">;

/** From when on results of a node have to be to count, by its `cacheFor`; undefined where they do not age. In milliseconds since 1970. */
export function countsSince(node: AnyStep, now = Date.now()): number | undefined {
  if (node.kind === "input" || node.cacheFor === undefined) return undefined;
  return now - node.cacheFor * 1000;
}

/** Whether a result was made at a time, or later. */
export function isMadeSince({ startedAt, duration: took }: Made, since: number | undefined): boolean {
  return since === undefined || startedAt + took > since;
}

export function ageReason(node: AnyStep): string {
  const seconds = node.kind === "input" ? 0 : (node.cacheFor ?? 0);
  return seconds === 0 ? "runs each time" : `older than ${duration(seconds * 1000)}`;
}

/** When the next fresh result will be too old, in milliseconds since 1970. */
export function nextTooOld(evaluations: readonly Judged[]): number | undefined {
  const times = evaluations.flatMap(({ planNode: { node }, shown, valid }) => {
    if (node.kind === "input" || node.cacheFor === undefined || !shown || !valid) return [];
    return [shown.startedAt + shown.duration + node.cacheFor * 1000];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}
