import type { Value, Values } from "../../values/value.ts";

/** Begins the calls of one run of a function. `given`: what is untrusted of its own inputs. */
export type BeginCalls = (given: () => Iterable<Value>) => NodeCalls;

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
