import { failureOf } from "../../runtime/failures/failure.ts";
import { redact } from "../../runtime/failures/redact.ts";

/** What an assistant is told instead of a result: what is wrong, and what to call or to write instead. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

/** An error as a message to act on: never a stack, never a secret. */
export function messageOf(error: unknown): string {
  if (error instanceof ToolError) return redact(error.message);
  const { message, help, causes = [] } = failureOf(error);
  const sentences = [message, ...causes.map((cause) => `Because: ${cause}`), help ?? ""];
  return redact(sentences.filter((sentence) => sentence !== "").join("\n"));
}
