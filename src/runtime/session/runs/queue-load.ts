import type { QueueUse } from "../../protocol/canvas.ts";
import type { StepPhase } from "../../protocol/step-phase.ts";

interface Job {
  readonly runs: boolean;
  /** Undefined while it waits, and until it is known. */
  readonly worker?: string;
}

/** The jobs that the executions of a sheet have in the queue of workers. */
export class QueueLoad {
  readonly #jobs = new Map<object, Map<number, Job>>();

  /** Whether that changed something. `item`: of a scattered execution. */
  phase(execution: object, phase: StepPhase, item = 0): boolean {
    const jobs = this.#jobs.get(execution);
    const before = jobs?.get(item);
    if (phase.kind === "queued" && phase.workers !== undefined) {
      if (jobs) jobs.set(item, { runs: false });
      else this.#jobs.set(execution, new Map([[item, { runs: false }]]));
      return !before || before.runs;
    }
    if (!jobs || !before) return false;
    if (phase.kind !== "running") return jobs.delete(item);
    const worker = phase.on?.worker;
    jobs.set(item, { runs: true, worker });
    return !before.runs || before.worker !== worker;
  }

  /** An item has ended, or the whole execution. */
  ended(execution: object, item?: number): void {
    if (item === undefined) this.#jobs.delete(execution);
    else this.#jobs.get(execution)?.delete(item);
  }

  /** Undefined where nothing is in the queue. */
  get use(): QueueUse | undefined {
    let waiting = 0;
    let running = 0;
    const workers = new Set<string>();
    for (const jobs of this.#jobs.values()) {
      for (const { runs, worker } of jobs.values()) {
        if (!runs) waiting++;
        else running++;
        if (worker !== undefined) workers.add(worker);
      }
    }
    return waiting + running === 0 ? undefined : { waiting, running, workers: workers.size };
  }
}
