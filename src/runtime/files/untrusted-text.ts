import { isFileRef, type Value } from "../values/value.ts";
import { StepError } from "../failures/failure.ts";
import { isPrivateHost } from "./private-host.ts";

/**
 * What Spaces, models and imported sheets brought. Text of theirs never stands for a file of this machine or an address of its network, whoever
 * hands it on: else any Space could have the person's files shown or sent to the next one.
 */
export type UntrustedText = () => Iterable<Value>;

/** Fails where a path, or a private address, stands in untrusted text text. */
export function refuseUntrusted(file: string, untrusted: UntrustedText | undefined): void {
  if (!isUntrusted(file, untrusted)) return;
  const shown = file.length > 80 ? `${file.slice(0, 80)}…` : file;
  throw new StepError({
    message: `The text '${shown}' stands where a file is wanted, but a Space, a model or an imported sheet gave it. Text of theirs is not taken for a file of this machine or of its network.`,
    help: "Use an output of the Space that is a file. Text belongs in a gr.Textbox.",
  });
}

/** Whether an address leads into this machine or its network. */
export function isPrivateAddress(address: string): boolean {
  return !URL.canParse(address) || isPrivateHost(new URL(address).hostname);
}

export function isUntrusted(text: string, untrusted: UntrustedText | undefined): boolean {
  for (const value of untrusted?.() ?? []) if (holds(value, text)) return true;
  return false;
}

function holds(value: Value, text: string): boolean {
  // As JSON writes it, a path may have a backslash before each slash.
  if (typeof value === "string") return value.includes(text) || value.replaceAll("\\/", "/").includes(text);
  if (typeof value !== "object" || value === null || isFileRef(value)) return false;
  if (Array.isArray(value)) return (value as readonly Value[]).some((part) => holds(part, text));
  return Object.entries(value).some(([key, part]) => key.includes(text) || holds(part, text));
}
