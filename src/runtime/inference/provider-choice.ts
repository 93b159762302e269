import type { InferenceNodeDescription } from "../graph/description.ts";
import type { Hub, Lookup } from "../hub/hub.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { StepError } from "../failures/failure.ts";
import { didYouMean, quoteList } from "../text/similarity.ts";
import { taskName, taskNames, taskOf } from "./tasks/table.ts";
import type { TaskSpec } from "./task-spec.ts";

/** The model, provider and task of a call. */
export interface ProviderChoice {
  /** As the library wants it. */
  readonly model: string;
  /** `auto` leaves it to the router. */
  readonly provider: string;
  readonly task: string;
  readonly spec: TaskSpec;
  readonly commit?: string;
}

/** The router's own ways to pick a provider. */
const policies = new Set(["auto", "fastest", "cheapest", "preferred"]);

/**
 * Chooses the task (the node's, else that of the Hub's provider mapping) and a provider that serves it.
 * Throws a `StepError` where the model is missing, nobody serves it, or the task is unknown.
 */
export async function chooseProvider(
  node: InferenceNodeDescription,
  hub: Hub,
  /** The providers that the library can speak to: the Hub may know newer ones. */
  speakable: readonly string[],
  signal: AbortSignal,
): Promise<ProviderChoice> {
  const lookup = await hub.model(node.model, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    // With task and provider given, a call may work where the Hub does not answer.
    if (node.task && node.provider) return undefined;
    throw error;
  });
  if (lookup?.kind === "missing") throw missingModel(node.model, lookup, hub);
  const model = lookup?.info;
  const served = model?.providers.filter(({ status }) => status !== "error") ?? [];
  const policy = !node.provider || policies.has(node.provider);
  const reachable = served.filter(({ provider }) => speakable.includes(provider));
  const candidates = reachable.length > 0 ? reachable : served;
  const offers = policy ? candidates : served.filter(({ provider }) => provider === node.provider);
  if (model && offers.length === 0) throw unserved(node, model, hub);
  const asked = node.task === undefined ? undefined : taskName(node.task);
  const offer =
    offers.find((one) => one.status === "live" && taskName(one.task) === asked) ??
    offers.find((one) => one.status === "live") ??
    offers[0];
  const task = agreed(asked, offer && taskName(offer.task));
  const spec = taskOf(task);
  if (!spec) throw unknownTask(task, node, hub);
  const commit = model?.sha ? { commit: model.sha } : {};
  if (task === "conversational" && policy) {
    // The router itself picks a provider for chats.
    const suffix = node.provider && node.provider !== "auto" ? `:${node.provider}` : "";
    return { model: node.model + suffix, provider: "auto", task, spec, ...commit };
  }
  const provider = policy ? (offer?.provider ?? "auto") : (node.provider ?? "auto");
  return { model: node.model, provider, task, spec, ...commit };
}

/** Chat models are text generation on the Hub's pages, but no provider takes them for it. */
function agreed(asked: string | undefined, offered: string | undefined): string {
  if (asked === "text-generation" && offered === "conversational") return offered;
  return asked ?? offered ?? "conversational";
}

function missingModel(
  id: string,
  lookup: Extract<Lookup<ModelInfo>, { kind: "missing" }>,
  hub: Hub,
): StepError {
  const link = {
    title: "Find models",
    url: `${hub.endpoint}/models?inference_provider=all&search=${encodeURIComponent(id)}`,
  };
  const message = `The model "${id}" is not on the Hugging Face Hub, or it is private and `;
  return lookup.signedIn
    ? new StepError({
        message: `${message}your account may not see it.`,
        help: "Check the name's spelling.",
        link,
      })
    : new StepError({
        message: `${message}you are not signed in.`,
        help: "Check the name's spelling; if the model is private, sign in to Hugging Face.",
        link,
        signIn: { to: "hugging-face" },
      });
}

function unserved(node: InferenceNodeDescription, model: ModelInfo, hub: Hub): StepError {
  const link = { title: "Open the model", url: hub.modelPage(model.id) };
  const providers = model.providers
    .filter(({ status }) => status !== "error")
    .map(({ provider }) => provider);
  if (providers.length === 0) {
    return new StepError({
      message: `No inference provider serves the model "${model.id}".`,
      help: "Use a model that one serves (its page shows them), or a Space that runs it.",
      link,
    });
  }
  return new StepError({
    message:
      `The provider '${node.provider}' does not serve "${model.id}". Providers that do: ${quoteList(providers)}.` +
      didYouMean(node.provider ?? "", providers),
    help: "Name one of these after the colon, or leave the provider out.",
    link,
  });
}

function unknownTask(task: string, node: InferenceNodeDescription, hub: Hub): StepError {
  return new StepError({
    message:
      `"${node.model}" does '${task}', which is no task that can be called. Tasks: ${quoteList(taskNames)}.` +
      didYouMean(task, taskNames),
    help: "Set task to one of these, or use another model.",
    link: { title: "Open the model", url: hub.modelPage(node.model) },
  });
}
