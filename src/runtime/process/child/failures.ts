import { basename, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLocation } from "../../graph/description.ts";
import type { StepError, StepFailure } from "../../failures/failure.ts";

/** Which files are the person's own code. */
export interface OwnCode {
  /** Folder of our bundles, whose frames nobody wants to see. */
  readonly dist: string;
  isLocal(path: string): boolean;
}

/** Something user code has thrown, as a failure with its line in the workflow file, causes and a stack without our frames. */
export function userCodeFailure(thrown: unknown, own: OwnCode): StepFailure {
  if (isStepError(thrown))
    return { ...thrown.failure, at: thrown.failure.at ?? placeIn(cleanStack(thrown, own), own) };
  if (!(thrown instanceof Error))
    return {
      message: `It threw ${inWords(thrown)}, which is not an error.`,
      help: "Throw an Error with a message.",
    };
  const details = detailsOf(thrown);
  const stack = cleanStack(thrown, own);
  const at = details.at ?? placeIn(stack, own);
  const causes = causesOf(thrown);
  return {
    message: messageOf(thrown),
    ...(details.help !== undefined && { help: details.help }),
    ...(at && { at }),
    ...(causes.length > 0 && { causes }),
    stack,
  };
}

/** Recognised by its name: an error that came over a wire has no class. */
function isStepError(thrown: unknown): thrown is StepError {
  return thrown instanceof Error && thrown.name === "StepError" && "failure" in thrown;
}

/** The name goes with the message where it says more than "Error". */
export function messageOf(error: Error): string {
  const plain = error.name === "Error" || error.name === "WorkflowError" || error.name === "StepError";
  if (!error.message) return plain ? "An error without a message." : error.name;
  return plain ? error.message : `${error.name}: ${error.message}`;
}

/** What a `WorkflowError` of the daggr module says; recognised by its name, since each bundle has a class of its own. */
function detailsOf(error: Error): { readonly help?: string; readonly at?: SourceLocation } {
  if (error.name !== "WorkflowError" || !("details" in error)) return {};
  return error.details as { help?: string; at?: SourceLocation };
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  const visited = new Set<unknown>([error]);
  const add = (thrown: unknown): void => {
    if (thrown === undefined || visited.has(thrown) || causes.length >= 10) return;
    visited.add(thrown);
    causes.push(thrown instanceof Error ? messageOf(thrown) : inWords(thrown));
    follow(thrown);
  };
  const follow = (thrown: unknown): void => {
    if (thrown instanceof AggregateError) for (const part of thrown.errors) add(part);
    if (thrown instanceof Error) add(thrown.cause);
  };
  follow(error);
  return causes;
}

/** The stack with causes, as Node would print it, without frames of ours and of Node itself. */
function cleanStack(error: Error, { dist }: OwnCode): string {
  const lines = stackOf(error).split("\n");
  const cause = error.cause instanceof Error ? ["Caused by:", ...stackOf(error.cause).split("\n")] : [];
  return [...lines, ...cause]
    .filter((line) => !/^\s+at /.test(line) || !(line.includes(dist + sep) || /\(?node:/.test(line)))
    .join("\n");
}

function stackOf(error: Error): string {
  // `stack` may be a getter of theirs, or have been set to anything.
  try {
    return typeof error.stack === "string" ? error.stack : messageOf(error);
  } catch {
    return messageOf(error);
  }
}

const frame = /^\s+at (?:.*?\()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/;

/** The innermost place in the person's own code. */
function placeIn(stack: string, own: OwnCode): SourceLocation | undefined {
  for (const line of stack.split("\n")) {
    const found = frame.exec(line);
    if (!found) continue;
    const file = pathOf(found[1]!);
    if (own.isLocal(file)) return { file, line: Number(found[2]), column: Number(found[3]) };
  }
  return undefined;
}

function pathOf(address: string): string {
  try {
    return address.startsWith("file:") ? fileURLToPath(address) : address;
  } catch {
    return basename(address);
  }
}

function inWords(thrown: unknown): string {
  if (typeof thrown === "string") return `the text ${JSON.stringify(thrown)}`;
  if (thrown === null || typeof thrown !== "object") return String(thrown);
  try {
    return JSON.stringify(thrown) ?? "an object";
  } catch {
    return "an object";
  }
}
