import type { Value, Values } from "../../values/value.ts";
import type { CallLanes } from "./call-lanes.ts";

/** What the calls of one run of a function belong to. */
export interface CallingFunction {
  /** What is untrusted of its own inputs. */
  readonly given: () => Iterable<Value>;
  /** Where its card shows them. */
  readonly lanes: CallLanes;
  /** Of a scattered function: the index of the item. */
  readonly item?: number | undefined;
}

/** Begins the calls of one run of a function. */
export type BeginCalls = (calling: CallingFunction) => NodeCalls;

/** The calls that one run of a function makes. Files are references. */
export interface NodeCalls {
  /**
   * The outputs of a node, run with these inputs, or kept of an earlier such call.
   * @throws {StepError} where the node failed, was stopped, or may not be called
   */
  call(node: string, inputs: Values): Promise<Values>;
  /** What services returned so far: no text among it names a file of this machine. */
  untrusted(): Iterable<Value>;
  /** The function has ended: stops what it still waits for. */
  end(): void;
}
