import type { Hub } from "../hub/hub.ts";
import { reasonOf, wasNeverSent } from "../failures/network.ts";
import { redact } from "../failures/redact.ts";
import { causesOf, mayHaveRun, StepError } from "../failures/failure.ts";
import { LimitError } from "../failures/limit-error.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { ProviderChoice } from "./provider-choice.ts";

/** What the library throws, as far as names distinguish it. */
interface LibraryError extends Error {
  readonly httpResponse?: { readonly status?: number; readonly body?: unknown };
}

/** A failed call as the person sees it: the provider's own words, and what to do. */
export function inferenceFailure(
  error: unknown,
  choice: ProviderChoice,
  hub: Hub,
  signedIn: boolean,
): StepError {
  if (error instanceof StepError) return error;
  const limit = [...causesOf(error)].find((one) => one instanceof LimitError);
  if (limit instanceof LimitError) return limit.failure(`The call of "${choice.model}"`);
  const { httpResponse, message } = error as LibraryError;
  const where = `"${choice.model}" at ${choice.provider === "auto" ? "its inference provider" : `provider '${choice.provider}'`}`;
  const status = httpResponse?.status;
  if (status === undefined) {
    if (/^(Input|Routing|ProviderOutput)Error$/.test((error as Error).name))
      return new StepError({ message: `${where} can't be called: ${redact(message)}` });
    const unreached = new StepError({
      message: `${where} could not be reached: ${reasonOf(error)}.`,
      help: "Check the network, then run the step again.",
      transient: true,
    });
    return wasNeverSent(error) ? unreached : mayHaveRun(unreached, "The provider");
  }
  const said = wordsOf(httpResponse?.body) ?? redact(message.replace(/^Failed to perform inference: /, ""));
  const failed = new StepError({
    message: `${where} failed: ${said}`,
    ...adviceFor(status, choice, hub, signedIn),
  });
  // A gateway that waited too long: what is behind it works on.
  return status === 504 ? mayHaveRun(failed, "The provider") : failed;
}

function adviceFor(
  status: number,
  choice: ProviderChoice,
  hub: Hub,
  signedIn: boolean,
): Partial<StepFailure> {
  const model = { title: "Open the model", url: hub.modelPage(choice.model.split(":")[0] ?? choice.model) };
  if (status === 401) {
    return {
      help: signedIn ? "The token is not valid (any more): sign in again." : "Sign in to Hugging Face.",
      signIn: { to: "hugging-face" },
    };
  }
  if (status === 402) {
    return {
      help: "The credits of your account are used up: wait for next month, buy more, or use another provider.",
      link: { title: "Open billing", url: `${hub.endpoint}/settings/billing` },
    };
  }
  if (status === 403) {
    return {
      help: "The token needs the right to call inference providers; a gated model's licence has to be accepted on its page.",
      link: model,
      signIn: { to: "hugging-face" },
    };
  }
  if (status === 404) return { help: "Use another provider, or another model.", link: model };
  if (status === 429) return { help: "It was asked too often: wait a while.", transient: true };
  if (status >= 500) return { help: "Run the step again, or use another provider.", transient: true };
  return { help: "Change the inputs or the model's parameters.", link: model };
}

function wordsOf(body: unknown): string | undefined {
  if (typeof body === "string")
    return body.trim() && !body.includes("<html") ? redact(body.trim()).slice(0, 500) : undefined;
  const { error, detail, message } = (body ?? {}) as Record<string, unknown>;
  for (const part of [error, detail, message]) {
    if (typeof part === "string") return redact(part);
    const inner = (part as { message?: unknown } | undefined)?.message;
    if (typeof inner === "string") return redact(inner);
  }
  return body ? redact(JSON.stringify(body)).slice(0, 500) : undefined;
}
