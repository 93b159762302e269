import { hubMessage, type HubAnswer } from "../../runtime/hub/client.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { DeployError } from "../deploy-error.ts";
import type { DeployAccount } from "./account.ts";

export interface Attempt {
  /** What the Hub was asked for: "create the Space". */
  readonly doing: string;
  /** `owner/name` */
  readonly space?: string;
  readonly account?: DeployAccount;
  readonly hardware?: string;
  /** Of the bucket for sheets, not of the Space. */
  readonly forStorage?: true;
}

/** Why the Hub does not do something, in words that say what to do next. */
export function refusal(answer: Pick<HubAnswer, "status" | "body">, attempt: Attempt): DeployError {
  return new DeployError(failureOf(answer, attempt));
}

function failureOf(answer: Pick<HubAnswer, "status" | "body">, attempt: Attempt): StepFailure {
  // The cast: `hubMessage` reads status and body only.
  const said = hubMessage(answer as HubAnswer);
  const { doing, space = "" } = attempt;
  switch (answer.status) {
    case 401:
      return {
        message: `Hugging Face does not accept the token: ${said}.`,
        help: "It may be revoked or expired. Run `hf auth login`, or set HF_TOKEN to a valid one.",
      };
    case 402:
      return {
        message: `Hugging Face asks for a payment to ${doing}: ${said}.`,
        help: paymentHelp(attempt),
      };
    case 403:
      return forbidden(said, attempt);
    case 404:
      return {
        message: `Hugging Face could not ${doing}: ${said}.`,
        help: `Look whether there is an account or organization '${space.split("/")[0]}', and whether you belong to it.`,
      };
    case 409:
      return {
        message: `The name ${space} is taken: ${said}.`,
        help: "Choose another with --name.",
      };
    case 429:
      return {
        message: `Hugging Face was asked too often: ${said}.`,
        help: "Wait some minutes, then run the same command again; it goes on where it was.",
      };
    default:
      return {
        message: `Hugging Face could not ${doing}: ${said}.`,
        help:
          answer.status >= 500
            ? "Try again in a while."
            : "Correct what it names, then run the same command again.",
      };
  }
}

function paymentHelp({ hardware, forStorage }: Attempt): string {
  if (forStorage)
    return "Buckets have a price: https://huggingface.co/storage. Without --storage, sheets last until the Space restarts.";
  if (hardware !== undefined && hardware !== "cpu-basic")
    return `The hardware '${hardware}' needs a means of payment: https://huggingface.co/settings/billing.`;
  return "A Space that runs a program needs a PRO account (https://huggingface.co/pro), or an organization with a plan (--org). A page of a sheet with its results is free: add --static.";
}

function forbidden(said: string, { doing, space = "", account }: Attempt): StepFailure {
  const owner = space.split("/")[0] ?? "";
  if (account?.role === "fineGrained")
    return {
      message: `The fine-grained token${account.tokenName ? ` '${account.tokenName}'` : ""} may not ${doing}: ${said}.`,
      help: `Give it write access to the contents and settings of the repositories of ${owner} at https://huggingface.co/settings/tokens, or use a token with the role 'write'.`,
    };
  const others = [account?.name, ...(account?.organizations ?? [])].filter((name) => name !== undefined);
  return {
    message: `${account?.name ?? "This account"} may not ${doing} under '${owner}': ${said}.`,
    help:
      account && !others.includes(owner)
        ? `You belong to ${others.join(", ")}: choose one with --org, or ask an administrator of '${owner}'.`
        : "Use a token that may write, or ask an administrator of the organization.",
  };
}
