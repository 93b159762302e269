import { StepError } from "../failures/failure.ts";
import { isFileRef, type Value } from "../values/value.ts";

/**
 * All values that came from Spaces, models, imported sheets and visitors of a served workflow. Text in them is never taken for a file of this machine or for
 * an address in its network, even if workflow code passes it on: otherwise a Space could have the person's files shown, or
 * sent to the next Space.
 */
export type UntrustedText = () => Iterable<Value>;

/**
 * Refuses a path, or a private address, that occurs in untrusted text.
 * @throws {StepError} where it occurs there
 */
export function refuseUntrusted(file: string, untrusted: UntrustedText | undefined): void {
  if (!isUntrusted(file, untrusted)) return;
  const shown = file.length > 80 ? `${file.slice(0, 80)}…` : file;
  throw new StepError({
    message: `The text '${shown}' stands where a file is wanted, but a Space, a model, an imported sheet or a visitor gave it. Text of theirs is not taken for a file of this machine or of its network.`,
    help: "Use an output of the Space that is a file. Text belongs in a gr.Textbox.",
  });
}

export function isUntrusted(text: string, untrusted: UntrustedText | undefined): boolean {
  for (const value of untrusted?.() ?? []) if (containsText(value, text)) return true;
  return false;
}

function containsText(value: Value, text: string): boolean {
  // In JSON, a path may be written with a backslash before each slash.
  if (typeof value === "string") return value.includes(text) || value.replaceAll("\\/", "/").includes(text);
  if (typeof value !== "object" || value === null || isFileRef(value)) return false;
  if (Array.isArray(value)) return (value as readonly Value[]).some((part) => containsText(part, text));
  return Object.entries(value).some(([key, part]) => key.includes(text) || containsText(part, text));
}
