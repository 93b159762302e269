import { reasonOf } from "../../failures/network.ts";
import { redact } from "../../failures/redact.ts";
import { StepError } from "../../failures/failure.ts";
import { LimitError } from "../../failures/limit-error.ts";
import type { App } from "../connection/app.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import type { StatusEvent } from "./session.ts";

/** What the client says where the server gave no words of its own. */
const wordless = new Set(["An error occurred", "None", "null", ""]);
/** Characters of an app's words that are read. */
const maxWords = 250_000;
const unexpected = "An Unexpected Error Occurred!";

/** A job's error as the person sees it: the server's own words, and what to do. */
export function statusFailure(
  app: App,
  target: EndpointTarget,
  event: StatusEvent,
  networkError: unknown,
): StepError {
  const where = `${target.title} of '${app.name}'`;
  if (networkError instanceof LimitError) return networkError.failure(where);
  if (networkError instanceof StepError) return networkError;
  if (event.broken) return connectionLost(app, target, networkError ?? new Error("the connection was cut"));
  if (event.code === "validation_error" || Array.isArray(event.message)) {
    return new StepError({
      message: `${where} does not accept these inputs: ${validationText(event.message)}`,
      help: "Change the inputs it names.",
    });
  }
  // Gradio 4 puts quotes around them.
  const words = textOf(event.message)
    .trim()
    .replace(/^(['"])(.*)\1$/s, "$2");
  if (/currently busy/i.test(words)) {
    return new StepError({
      message: `The queue of '${app.name}' is full.`,
      help: "Run the step again in a while.",
      transient: true,
    });
  }
  if (/GPU quota|ZeroGPU/i.test(words)) {
    return new StepError({
      message: `${where} was refused: ${words}`,
      help: "Sign in to Hugging Face to use your own GPU quota, or wait until the quota is there again.",
      signIn: { to: "hugging-face" },
    });
  }
  if (event.session_not_found || words === unexpected) {
    return new StepError({
      message: `${where} ended without a result: the server gave up the job.`,
      help: "Run the step again.",
      transient: true,
    });
  }
  if (wordless.has(words)) {
    return new StepError({
      message: `${where} failed and the app does not say why.`,
      help: "Its logs tell more. An app says why when it is launched with show_error=True or raises gr.Error.",
    });
  }
  const said: unknown = event.title;
  const title = typeof said === "string" && said && said !== "Error" ? `${redact(said).slice(0, 200)}: ` : "";
  return new StepError({ message: `${where} failed: ${title}${words}` });
}

export function connectionLost(app: App, target: EndpointTarget, error: unknown): StepError {
  if (error instanceof LimitError) return error.failure(`${target.title} of '${app.name}'`);
  if (error instanceof StepError) return error;
  return new StepError({
    message: `The connection to '${app.name}' was lost while ${target.title} ran: ${reasonOf(error)}.`,
    help: "Run the step again.",
    transient: true,
  });
}

/** Another try might run another function once more, so it is the person's decision. */
export function replaced(app: App, target: EndpointTarget): StepError {
  return new StepError({
    message:
      `'${app.name}' was replaced by another version of it while ${target.title} was called, ` +
      "so another function may have answered. Its answer was not taken.",
    help: "Run the step again: it then calls the new version.",
  });
}

export function streamSilent(app: App, target: EndpointTarget, limit: number): StepError {
  return new StepError({
    message: `'${app.name}' fell silent: nothing was heard for ${Math.round(limit / 1000)} seconds while ${target.title} ran.`,
    help: "Look whether the app still works, then run the step again.",
    transient: true,
  });
}

export function withoutResult(app: App, target: EndpointTarget): StepError {
  return new StepError({
    message: `${target.title} of '${app.name}' ended without a result; it may have been cancelled on the server.`,
    help: "Run the step again.",
    transient: true,
  });
}

function validationText(message: StatusEvent["message"]): string {
  if (!Array.isArray(message)) return textOf(message) || "it gives no reason";
  const refused = (message as readonly unknown[]).filter(
    (one): one is { readonly message?: unknown } =>
      typeof one === "object" && one !== null && !(one as { is_valid?: unknown }).is_valid,
  );
  return textOf(refused.map((one) => textOf(one.message)).join("; ") || JSON.stringify(message));
}

/** What an app says, without secrets. It may be no text, or a very long one; what is cut through a secret would show part of it. */
function textOf(said: unknown): string {
  if (said === undefined || said === null) return "";
  return redact(typeof said === "string" ? said : (JSON.stringify(said) ?? "")).slice(0, maxWords);
}
