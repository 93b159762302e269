import type { FileShape } from "../components/file-positions.ts";
import type { GradioNodeDescription, InferenceNodeDescription } from "../graph/description.ts";
import type { Values } from "../values/value.ts";
import type { ServiceResult, StepContext } from "./step.ts";

/** Calls Gradio apps and inference providers on behalf of the scheduler. Failures reject with `StepError`. */
export interface Services {
  /** The host a node's calls go to, for the limit per host. Resolves without calling the host itself. */
  hostOf(node: GradioNodeDescription | InferenceNodeDescription): Promise<string>;
  callSpace(node: GradioNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult>;
  callModel(node: InferenceNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult>;
  /**
   * Where a node's inputs have files, by input, as its endpoint or its model's task says. Inputs that are not known are left out.
   * Nobody is asked without `ask`, nor once that aborts.
   */
  fileShapes(
    node: GradioNodeDescription | InferenceNodeDescription,
    options: { readonly ask?: AbortSignal },
  ): Promise<ReadonlyMap<string, FileShape>>;
  /** The present commit of the Space or model, where the Hub says it; undefined offline or for plain URLs. */
  commitOf(node: GradioNodeDescription | InferenceNodeDescription): Promise<string | undefined>;
  dispose(): Promise<void>;
}
