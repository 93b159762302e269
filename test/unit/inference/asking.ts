import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import type { InferenceNodeDescription } from "../../../src/runtime/graph/description.ts";
import type { Value, Values } from "../../../src/runtime/values/value.ts";
import type { StepEvent } from "../../../src/runtime/run/step/step-events.ts";
import { StepError, type StepFailure } from "../../../src/runtime/failures/failure.ts";
import { createServices } from "../../../src/runtime/services.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";

export type ModelOptions = Partial<Pick<InferenceNodeDescription, "provider" | "task" | "hasPostprocess">>;

export interface Asked {
  readonly events: StepEvent[];
  readonly returned: Promise<readonly Value[]>;
  stop(): void;
}

/** A local Hub with its inference router, and the services that ask it. */
export interface Asking {
  readonly hub: LocalHub;
  readonly media: MediaFolder;
  start(model: string, inputs: Values, options?: ModelOptions): Asked;
  ask(model: string, inputs: Values, options?: ModelOptions): Promise<readonly Value[]>;
  failure(model: string, inputs: Values, options?: ModelOptions): Promise<StepFailure>;
  /** A model that one provider serves. */
  serve(task: string, provider?: string): string;
  dispose(): Promise<void>;
}

export async function startAsking(token: string | undefined = testToken): Promise<Asking> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-inference-"));
  const hub = await startHub();
  const media = new MediaFolder(join(folder, "media"));
  const services = createServices({
    credentials: {
      huggingFaceToken: () => Promise.resolve(token || undefined),
      login: () => Promise.resolve(undefined),
    },
    cacheFolder: join(folder, "cache"),
    env: { HF_HOME: folder, ...hub.env },
    media,
  });
  const start: Asking["start"] = (model, inputs, options = {}) => {
    const events: StepEvent[] = [];
    const stop = new AbortController();
    const node: InferenceNodeDescription = {
      kind: "inference",
      name: "node",
      named: true,
      code: "",
      inputs: [],
      outputs: [{ name: "output", view: { kind: "hidden" } }],
      hasPreprocess: false,
      hasPostprocess: false,
      model,
      ...options,
    };
    const context = { signal: stop.signal, folder, emit: (event: StepEvent) => void events.push(event) };
    const returned = services.callModel(node, inputs, context).then((result) => result.returned);
    returned.catch(() => {});
    return { events, returned, stop: () => stop.abort() };
  };
  return {
    hub,
    media,
    start,
    ask: (model, inputs, options) => start(model, inputs, options).returned,
    failure: async (model, inputs, options) => {
      try {
        await start(model, inputs, options).returned;
      } catch (error) {
        if (error instanceof StepError) return error.failure;
        throw error;
      }
      throw new Error(`${model} was expected to fail.`);
    },
    serve: (task, provider = "hf-inference") => {
      const id = `ann/${task}-${provider}`;
      hub.models.set(id, { providers: [{ provider, task, providerId: id }] });
      return id;
    },
    dispose: async () => {
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
