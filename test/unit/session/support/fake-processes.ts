import type { GraphDescription } from "../../../../src/runtime/graph/description.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";
import type { LoadOutcome, WorkflowProcesses } from "../../../../src/runtime/process/load-options.ts";
import type { Generation, UserCall } from "../../../../src/runtime/run/workflow-code.ts";
import { type StepContext } from "../../../../src/runtime/run/step/step.ts";
import { StepError, type StepFailure } from "../../../../src/runtime/failures/failure.ts";

type Inputs = Readonly<Record<string, Json>>;
export type Body = (inputs: Inputs, context: StepContext) => Json | Promise<Json>;

/** One version of a workflow file. */
export interface Version {
  readonly graphs: readonly GraphDescription[];
  /** By node; gives the value of its one output. */
  readonly bodies?: Readonly<Record<string, Body>>;
  /** By node; what its postprocess makes of what a service returned. */
  readonly posts?: Readonly<Record<string, (...returned: readonly Json[]) => Json>>;
  readonly failure?: StepFailure;
}

/** Stands for workflow processes where a test is about sessions: "loads" what the test says, calls functions of the test. */
export class FakeProcesses implements WorkflowProcesses {
  loads = 0;
  disposed = false;
  readonly retired: number[] = [];
  readonly calls: string[] = [];

  constructor(public version: Version) {}

  prepare(): void {}

  load(file: string): Promise<LoadOutcome> {
    const { graphs, bodies = {}, posts = {}, failure } = this.version;
    const load = ++this.loads;
    if (failure) return Promise.resolve({ type: "failed", failure, files: [file] });
    let drawn = 0;
    let retired = false;
    const generation: Generation = {
      description: { file, graphs, files: [file] },
      notices: [],
      call: async (call: UserCall, _lane, context) => {
        if (retired) throw new Error("A retired generation was called.");
        this.calls.push(call.node);
        if (call.type === "draw") return Object.fromEntries(call.inputs.map((name) => [name, ++drawn]));
        if (call.type === "postprocess") return posts[call.node]!(...call.returned);
        if (call.type !== "fn") throw new StepError({ message: `Unexpected ${call.type}.` });
        const body = bodies[call.node] ?? ((inputs: Inputs) => (Object.values(inputs) as string[]).join(" "));
        return { output: await body(call.inputs, context) };
      },
      prefetch: () => undefined,
      retire: () => {
        retired = true;
        this.retired.push(load);
      },
      dispose: () => Promise.resolve(),
    };
    return Promise.resolve({ type: "loaded", generation });
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}
