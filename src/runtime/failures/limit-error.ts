import { StepError } from "./failure.ts";

/**
 * What another program sent went over a limit of ours. Another try would not help. The message goes on after the sender's
 * name: "it sent more than …".
 */
export class LimitError extends Error {
  override readonly name = "LimitError";

  constructor(
    message: string,
    /** What the person can do. */
    readonly help = "Ask for less at a time: a smaller input, or fewer results.",
  ) {
    super(message);
  }

  /** `where` says during what, such as "'/paint' of 'ann/core'". */
  failure(where: string): StepError {
    return new StepError({ message: `${where} was ended: ${this.message}.`, help: this.help });
  }
}

/** Bytes as a person reads them: "128 MB". */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${Number(value.toFixed(1))} ${units[unit]}`;
}
