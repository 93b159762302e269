import type { FileShape } from "../components/file-positions.ts";
import type { StateUser } from "../graph/app-states.ts";
import type { GradioNodeDescription, InferenceNodeDescription } from "../graph/description.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { Values } from "../values/value.ts";
import type { ServiceResult, StepContext } from "./step/step.ts";

/** How long a run waits for services to say what they offer, in milliseconds. Who does not answer in time holds nothing up. */
export const lookUpLimit = 10_000;

/** Calls Gradio apps and inference providers for the run. Failures reject with `StepError`. */
export interface Services {
  /** The host a node's calls go to, for the limit per host. Resolves without calling the host itself. */
  hostOf(node: GradioNodeDescription | InferenceNodeDescription): Promise<string>;
  callSpace(node: GradioNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult>;
  callModel(node: InferenceNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult>;
  /**
   * Why a call of the node is certain to fail whatever its values are, found without calling it: no such Space or endpoint, a
   * parameter that is missing or unknown. Undefined where it is not known to. Never rejects.
   */
  certainFailure(
    node: GradioNodeDescription | InferenceNodeDescription,
    signal: AbortSignal,
  ): Promise<StepFailure | undefined>;
  /**
   * The positions of files in a node's inputs, by input name, according to its endpoint or its model's task. Unknown inputs are
   * left out. The service is only asked if `ask` is set and has not aborted.
   */
  fileShapes(
    node: GradioNodeDescription | InferenceNodeDescription,
    options: { readonly ask?: AbortSignal },
  ): Promise<ReadonlyMap<string, FileShape>>;
  /**
   * How a node uses the states of its app; undefined where that is not known. The app is only asked if `ask` is set and has not
   * aborted.
   */
  stateUse(
    node: GradioNodeDescription,
    options: { readonly ask?: AbortSignal },
  ): Promise<Omit<StateUser, "leaves"> | undefined>;
  /** The current commit of the Space or model on the Hub; undefined offline or for plain URLs. */
  commitOf(node: GradioNodeDescription | InferenceNodeDescription): Promise<string | undefined>;
  dispose(): Promise<void>;
}
