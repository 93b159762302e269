import type { Media } from "../files/media.ts";
import { StepError, type StepFailure } from "../failures/failure.ts";
import { safeName } from "../files/safe-name.ts";
import { toNodeStream } from "../files/media.ts";
import type { InferenceNodeDescription } from "../graph/description.ts";
import type { FileRef, Value, Values } from "../values/value.ts";
import type { Environment } from "../hub/endpoint.ts";
import type { Hub } from "../hub/hub.ts";
import type { ServiceResult, StepContext } from "../run/step/step.ts";
import { chooseProvider } from "./provider-choice.ts";
import { inferenceFailure } from "./inference-failure.ts";
import { InputReader } from "./input-reader.ts";
import { sortInputs } from "./inputs.ts";
import { inferenceLibrary, routedFetch, withRoutedFetch } from "./inference-library.ts";
import type { TaskRequest } from "./task-spec.ts";

export interface ModelCaller {
  readonly hub: Hub;
  readonly media: Media;
  readonly env: Environment;
}

const defaultTypes = { image: "image/png", audio: "audio/wav", video: "video/mp4" };

/** Runs an InferenceNode. Retries are the scheduler's: failures that another try may mend say so. */
export async function callModel(
  { hub, media, env }: ModelCaller,
  node: InferenceNodeDescription,
  inputs: Values,
  context: StepContext,
): Promise<ServiceResult> {
  const { signal } = context;
  const library = inferenceLibrary();
  const choice = await chooseProvider(node, hub, library.INFERENCE_PROVIDERS, signal);
  const title = `"${node.model}"`;
  const { own, parameters } = sortInputs(title, choice.task, choice.spec, inputs);
  const token = await hub.token();
  const ports = node.hasPostprocess ? [] : node.outputs.map(({ name }) => name);
  const extra = Object.keys(parameters).length > 0 ? { parameters } : {};
  const request: TaskRequest = {
    library,
    args: {
      model: choice.model,
      provider: choice.provider,
      ...(token ? { accessToken: token } : {}),
      ...extra,
    } as TaskRequest["args"],
    parameters,
    options: { retry_on_error: false, signal, fetch: routedFetch(env) },
    reader: new InputReader(title, own, media, context),
    keep: (content, name, kind) => keep(media, content, name, kind),
    partial: (returned) => {
      if (ports.length > 0 && !signal.aborted)
        context.emit({ type: "partial", outputs: byPort(ports, returned) });
    },
  };
  context.emit({ type: "phase", phase: { kind: "running" } });
  try {
    const returned = await withRoutedFetch(env, () => choice.spec.call(request));
    signal.throwIfAborted();
    return { returned, ...(choice.commit ? { commit: choice.commit } : {}) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw inferenceFailure(error, choice, hub, token !== undefined);
  }
}

/**
 * Why a call of a node's model is certain to fail, found by asking the Hub: there is no such model, nobody serves it, the task is
 * unknown or lacks an input. Undefined where it is not, and where the Hub does not answer.
 */
export async function certainModelFailure(
  hub: Hub,
  node: InferenceNodeDescription,
  signal: AbortSignal,
): Promise<StepFailure | undefined> {
  try {
    const choice = await chooseProvider(node, hub, inferenceLibrary().INFERENCE_PROVIDERS, signal);
    // Any value: only names count. A preprocess may name other inputs.
    const inputs = Object.fromEntries(node.inputs.map(({ name }) => [name, true]));
    if (!node.hasPreprocess) sortInputs(`"${node.model}"`, choice.task, choice.spec, inputs);
    return undefined;
  } catch (error) {
    return error instanceof StepError && !error.failure.transient ? error.failure : undefined;
  }
}

function keep(media: Media, content: Blob, name: string, kind: keyof typeof defaultTypes): Promise<FileRef> {
  const known = content.type.split(";")[0]?.trim();
  const type = known && known !== "application/octet-stream" ? known : defaultTypes[kind];
  return media.addStream(toNodeStream(content.stream()), safeName(name, type), type);
}

function byPort(ports: readonly string[], returned: readonly Value[]): Values {
  return Object.fromEntries(ports.slice(0, returned.length).map((port, at) => [port, returned[at] ?? null]));
}
