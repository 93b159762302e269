import type { ItemState, QueueUse } from "../../src/runtime/protocol/canvas.ts";
import type { StepPhase } from "../../src/runtime/protocol/step-phase.ts";
import type { GroupLoad, WorkerFacts } from "../../src/runtime/protocol/workers.ts";
import type { WorkerUse } from "../../src/runtime/sheets/store.ts";
import { duration } from "../../src/runtime/text/duration.ts";

/** What a step does besides running, in a few words. */
export function phaseText(phase: StepPhase): string {
  switch (phase.kind) {
    case "waiting":
      return "waiting";
    case "waking":
    case "installing":
      return phase.text;
    case "queued": {
      const place =
        phase.position === undefined
          ? "queued"
          : `queue ${phase.position}${phase.of ? ` of ${phase.of}` : ""}`;
      return phase.eta === undefined ? place : `${place} · ~${duration(phase.eta * 1000)}`;
    }
    case "running":
      return phase.on === undefined ? "running" : `on ${phase.on.worker}`;
    case "retrying":
      return `retry ${phase.attempt} in ${duration(phase.delay)}: ${phase.reason}`;
  }
}

/** Where something ran or runs, and how long it waited for that. */
export function ranOnText({ worker, waited }: WorkerUse): string {
  return `on ${worker}${waited < 100 ? "" : `, waited ${duration(waited)}`}`;
}

/** How many items of a list are done, what the others do, and where. */
export function countText(items: readonly ItemState[]): string {
  const counts = { done: 0, running: 0, waiting: 0, failed: 0, stopped: 0 };
  const workers = new Set<string>();
  for (const { status, ranOn } of items) {
    counts[status]++;
    if (ranOn) workers.add(ranOn.worker);
  }
  const { done, running, waiting, failed } = counts;
  const words = [
    ...(running > 0 ? [`${running} running`] : []),
    ...waitText(waiting),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  const place = workers.size > 1 ? [`on ${workers.size} workers`] : [...workers].map((one) => `on ${one}`);
  return [`${done} of ${items.length} done`, ...words, ...place].join(", ");
}

/** "12 wait, 8 on 4 workers" */
export function queueText({ waiting, running, workers }: QueueUse): string {
  // Who runs it is told a moment later.
  const place = workers === 0 ? "running" : `on ${workers} ${workers === 1 ? "worker" : "workers"}`;
  return [...waitText(waiting), ...(running > 0 ? [`${running} ${place}`] : [])].join(", ");
}

/** The jobs of a group: "12 wait, 8 running". */
export function jobsText({ waiting, running }: Pick<GroupLoad, "waiting" | "running">): string {
  return [...waitText(waiting), ...(running > 0 ? [`${running} running`] : [])].join(", ") || "none";
}

function waitText(count: number): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? "waits" : "wait"}`];
}

/** How many jobs workers run, of those that they take at a time. */
export function placesText(workers: readonly WorkerFacts[]): string {
  let busy = 0;
  let places = 0;
  for (const worker of workers) {
    busy += worker.busy;
    for (const limit of Object.values(worker.groups)) places += limit;
  }
  const of = workers.length === 1 ? "" : ` on ${workers.length} workers`;
  return `${busy} of ${places} places busy${of}`;
}
