import type { FnNodeDescription } from "../../../../src/runtime/graph/description.ts";
import type { QueueOverview } from "../../../../src/runtime/protocol/workers.ts";
import type { RemoteCall } from "../../../../src/runtime/run/remote-functions.ts";
import type { Workers } from "../../../../src/runtime/session/engine-context.ts";
import type { StepContext } from "../../../../src/runtime/run/step/step.ts";
import { StepError } from "../../../../src/runtime/failures/failure.ts";
import type { Json, Values } from "../../../../src/runtime/values/value.ts";

interface Job {
  readonly call: RemoteCall;
  readonly context: StepContext;
  readonly resolve: (outputs: Values) => void;
  readonly reject: (error: Error) => void;
}

/** Stands for a queue and its workers: jobs wait until the test takes and ends them. */
export class FakeWorkers implements Workers {
  readonly address = "redis://127.0.0.1:6379";
  hasLeft = false;
  /** What is heard of the queue. */
  heard: () => Promise<QueueOverview> = () => Promise.resolve({ workers: [], groups: [] });
  /** In the order in which they were asked for. */
  readonly jobs: Job[] = [];

  #count: number | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly nodes: readonly string[]) {}

  placeOf({ name }: FnNodeDescription): string | undefined {
    return this.nodes.includes(name) ? "gpu" : undefined;
  }

  workersOf(): number | undefined {
    return this.#count;
  }

  onWorkers(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** So many workers are there now. */
  come(count: number): void {
    this.#count = count;
    for (const tell of this.#listeners) tell();
  }

  ranHere(): void {}

  run(call: RemoteCall, context: StepContext): Promise<Values> {
    context.emit({ type: "phase", phase: { kind: "queued", workers: "gpu" } });
    return new Promise((resolve, reject) => {
      this.jobs.push({ call, context, resolve, reject });
      context.signal.addEventListener("abort", () => reject(new StepError({ message: "Stopped." })));
    });
  }

  overview(): Promise<QueueOverview> {
    return this.heard();
  }

  take(job: number, worker: string, waited: number): void {
    this.jobs[job]!.context.emit({ type: "phase", phase: { kind: "running", on: { worker, waited } } });
  }

  end(job: number, output: Json): void {
    this.jobs[job]!.resolve({ output });
  }

  fail(job: number, message: string): void {
    this.jobs[job]!.reject(new StepError({ message }));
  }
}
