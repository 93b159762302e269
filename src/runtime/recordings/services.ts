import type { StepFailure } from "../failures/failure.ts";
import { StepError } from "../failures/failure.ts";
import type { Media } from "../files/media.ts";
import { appName } from "../gradio/connection/space-address.ts";
import type { GradioNodeDescription, InferenceNodeDescription } from "../graph/description.ts";
import type { Maybe } from "../run/executor.ts";
import type { Services } from "../run/services.ts";
import type { ServiceResult, StepContext } from "../run/step/step.ts";
import type { Values } from "../values/value.ts";
import { Cleaner } from "./clean.ts";
import { RecordingFolder } from "./folder.ts";
import { Player } from "./player.ts";
import { Recorder, type LiveCall } from "./recorder.ts";
import type { RequestTools, ServiceNode } from "./request.ts";

/** Whether calls of Spaces and models are recorded, or answered from a recording. `folder` is an absolute path. */
export type Recordings =
  | { readonly mode: "record"; readonly folder: string }
  | {
      readonly mode: "replay";
      readonly folder: string;
      /** Whether a folder that is not there counts as one without records. */
      readonly mayBeMissing?: boolean;
      /** Whether a call that is in no record may be made all the same. Never by default. What it throws becomes the call's failure. */
      readonly allowLive?: (refusal: StepFailure) => Maybe<boolean>;
      /** Told how long each such call took. */
      readonly madeLive?: (seconds: number) => void;
      /** Whether such a call is recorded. By default. */
      readonly keepsLive?: boolean;
    };

type Use =
  | { readonly mode: "record"; readonly recorder: Recorder }
  | {
      readonly mode: "replay";
      readonly player: Player;
      /** Undefined where live calls are not kept. */
      readonly recorder: Recorder | undefined;
      readonly allowLive: (refusal: StepFailure) => Maybe<boolean>;
      readonly madeLive: (seconds: number) => void;
    };

/** The services of a run, whose calls can be recorded and answered from a recording. They go through as they are by default. */
export class RecordableServices implements Services {
  readonly #tools: RequestTools;
  #use: Use | undefined;
  #recordings: Recordings | undefined;

  constructor(
    private readonly live: Services,
    media: Media,
    /** The Hub's address. */
    endpoint: string,
  ) {
    this.#tools = { media, cleaner: new Cleaner(media), endpoint };
  }

  get recordings(): Recordings | undefined {
    return this.#recordings;
  }

  /**
   * From the next call on. Undefined: calls are made, and not kept.
   * @throws {StepError} where a recording cannot be read, or its folder not be made; then everything stays as it was
   */
  async use(recordings: Recordings | undefined): Promise<void> {
    this.#use = recordings && (await this.#opened(recordings));
    this.#recordings = recordings;
  }

  async #opened(recordings: Recordings): Promise<Use> {
    const folder = new RecordingFolder(recordings.folder, this.#tools.media);
    const recorder = new Recorder(this.live, folder, this.#tools);
    if (recordings.mode === "record") {
      await folder.make();
      return { mode: "record", recorder };
    }
    const player = new Player(folder, await folder.read(recordings), this.#tools);
    const { allowLive = () => false, madeLive = () => undefined, keepsLive = true } = recordings;
    return { mode: "replay", player, recorder: keepsLive ? recorder : undefined, allowLive, madeLive };
  }

  callSpace(node: GradioNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult> {
    return this.#call(node, inputs, context, (own) => this.live.callSpace(node, inputs, own));
  }

  callModel(node: InferenceNodeDescription, inputs: Values, context: StepContext): Promise<ServiceResult> {
    return this.#call(node, inputs, context, (own) => this.live.callModel(node, inputs, own));
  }

  async #call(
    node: ServiceNode,
    inputs: Values,
    context: StepContext,
    call: LiveCall,
  ): Promise<ServiceResult> {
    const use = this.#use;
    if (!use) return call(context);
    if (use.mode === "record") return use.recorder.call(node, inputs, context, call);
    const answer = await use.player.answer(node, inputs, context);
    if (!(answer instanceof StepError)) return answer;
    if (!(await use.allowLive(answer.failure))) throw answer;
    const began = performance.now();
    try {
      return await (use.recorder?.call(node, inputs, context, call) ?? call(context));
    } finally {
      use.madeLive((performance.now() - began) / 1_000);
    }
  }

  // Look-ups. A replay asks nobody: what was known when its calls were recorded is in the records.

  hostOf(node: ServiceNode): Promise<string> {
    return this.#use?.mode === "replay" ? Promise.resolve("recording") : this.live.hostOf(node);
  }

  certainFailure(node: ServiceNode, signal: AbortSignal): Promise<StepFailure | undefined> {
    return this.#use?.mode === "replay" ? Promise.resolve(undefined) : this.live.certainFailure(node, signal);
  }

  async fileShapes(
    ...[node, options]: Parameters<Services["fileShapes"]>
  ): ReturnType<Services["fileShapes"]> {
    if (this.#use?.mode !== "replay") return this.live.fileShapes(node, options);
    return new Map(Object.entries(this.#use.player.offerOf(node)?.files ?? {}));
  }

  async stateUse(...[node, options]: Parameters<Services["stateUse"]>): ReturnType<Services["stateUse"]> {
    if (this.#use?.mode !== "replay") return this.live.stateUse(node, options);
    const states = this.#use.player.offerOf(node)?.states;
    // As the live services name it: a Space and its local copy are two apps.
    const app = `${node.runLocally ? "local " : ""}${appName(node.space, this.#tools.endpoint)}`;
    return states && { app, ...states };
  }

  commitOf(node: ServiceNode): Promise<string | undefined> {
    return this.#use?.mode === "replay" ? Promise.resolve(undefined) : this.live.commitOf(node);
  }

  dispose(): Promise<void> {
    return this.live.dispose();
  }
}
