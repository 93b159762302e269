import { isUntrusted, type UntrustedText } from "../../files/untrusted-text.ts";
import type { GradioNodeDescription, InferenceNodeDescription } from "../../graph/description.ts";
import { assignInOrder, inFormOf } from "../../graph/outputs.ts";
import { textsIn } from "../../values/texts.ts";
import type { Values } from "../../values/value.ts";
import type { Services } from "../services.ts";
import type { Executor, StepOutput } from "../executor.ts";
import type { ConcurrencyGroup } from "../concurrency-groups.ts";
import { type ServiceResult, type StepContext } from "../step/step.ts";
import { withoutRetry } from "../../failures/failure.ts";
import type { UserCode } from "../user-code.ts";
import { nodeKinds } from "../../graph/node-kinds.ts";

type ServiceNode = GradioNodeDescription | InferenceNodeDescription;

export interface ServiceTools {
  readonly services: Services;
  readonly code: UserCode;
  /** The workflow file's folder. */
  readonly folder: string;
  /** Calls to one host that may run at the same time. */
  hostLimit(): number;
}

export function gradioExecutor(tools: ServiceTools): Executor<"gradio"> {
  return {
    retries: nodeKinds.gradio.retries,
    group: (node) => hostGroup(node, tools),
    run: (node, inputs, context) =>
      callService(node, inputs, context, tools, (values, serviceContext) =>
        tools.services.callSpace(node, values, serviceContext),
      ),
  };
}

export function inferenceExecutor(tools: ServiceTools): Executor<"inference"> {
  return {
    retries: nodeKinds.inference.retries,
    group: (node) => hostGroup(node, tools),
    run: (node, inputs, context) =>
      callService(node, inputs, context, tools, (values, serviceContext) =>
        tools.services.callModel(node, values, serviceContext),
      ),
  };
}

async function hostGroup(node: ServiceNode, tools: ServiceTools): Promise<ConcurrencyGroup> {
  return { name: `host ${await tools.services.hostOf(node)}`, limit: tools.hostLimit() };
}

/** Runs `preprocess`, the call and `postprocess`, and assigns the return values to the outputs. */
async function callService(
  node: ServiceNode,
  inputs: Values,
  context: StepContext,
  { code, folder }: ServiceTools,
  call: (inputs: Values, context: StepContext) => Promise<ServiceResult>,
): Promise<StepOutput> {
  const values = node.hasPreprocess ? await code.preprocess(node, inputs, context) : inputs;
  const { signal, untrusted, exact, states } = context;
  const { allowedPaths } = code;
  const serviceContext: StepContext = {
    signal,
    folder,
    allowedPaths,
    untrusted,
    written: writtenTexts(node, inputs, untrusted),
    exact,
    ...(states ? { states } : {}),
    emit: (event) => context.emit(event),
  };
  const { returned, ...facts } = await call(values, serviceContext);
  try {
    return { ...facts, ...(await outputsOf(node, returned, code, context)) };
  } catch (error) {
    // The service has done its work: nothing that fails after it may order it again.
    throw withoutRetry(error);
  }
}

/** What stands in the workflow file or was typed on the person's own canvas, as against what code, services and visitors give. */
function writtenTexts(
  node: ServiceNode,
  inputs: Values,
  untrusted: UntrustedText | undefined,
): ReadonlySet<string> {
  const own = node.inputs.filter(({ kind }) => kind === "fixed" || kind === "component");
  const texts = own.flatMap(({ name }) => textsIn(inputs[name] ?? null));
  return new Set(texts.filter((text) => !isUntrusted(text, untrusted)));
}

async function outputsOf(
  node: ServiceNode,
  returned: ServiceResult["returned"],
  code: UserCode,
  context: StepContext,
): Promise<StepOutput> {
  if (node.hasPostprocess) return code.postprocess(node, returned, context);
  const shown = returned.map((value, at) => inFormOf(node.outputs[at]?.view, value));
  const fitting = await code.fitting(node, assignInOrder(node, shown), { from: "service" });
  return { ...fitting, unnamed: returned.slice(node.outputs.length) };
}
