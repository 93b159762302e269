import { basename, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLocation } from "../../graph/description.ts";
import type { StepFailure } from "../../failures/failure.ts";
import { readThrown, type Thrown } from "../../failures/thrown.ts";

/** Which files are the person's own code. */
export interface OwnCode {
  /** Folder of our bundles, whose frames nobody wants to see. */
  readonly dist: string;
  isLocal(path: string): boolean;
}

/** Something user code has thrown, as a failure with its line in the workflow file, causes and a stack without our frames. */
export function userCodeFailure(thrown: unknown, own: OwnCode): StepFailure {
  const read = readThrown(thrown);
  if (read.kind === "value")
    return {
      message: `It threw ${read.text}, which is not an error.`,
      help: "Throw an Error with a message.",
    };
  const stack = cleanStack(read, own);
  if (read.failure) return { ...read.failure, at: read.failure.at ?? placeIn(stack, own) };
  const at = read.details?.at ?? placeIn(stack, own);
  const causes = causesOf(thrown);
  return {
    message: messageOf(thrown),
    ...(read.details?.help !== undefined && { help: read.details.help }),
    ...(at && { at }),
    ...(causes.length > 0 && { causes }),
    stack,
  };
}

/** What was thrown, in words. The name goes with the message where it says more than "Error". */
export function messageOf(thrown: unknown): string {
  const read = readThrown(thrown);
  if (read.kind === "value") return read.text;
  const { name, message } = read;
  const plain = name === "Error" || name === "WorkflowError" || name === "StepError";
  if (!message) return plain ? "An error without a message." : name;
  return plain ? message : `${name}: ${message}`;
}

/** What was thrown with its stack, for the log. */
export function stackOf(thrown: unknown): string {
  const read = readThrown(thrown);
  return (read.kind === "error" ? read.stack : undefined) ?? messageOf(thrown);
}

/** Messages of the causes, outermost first. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  const visited = new Set<unknown>([error]);
  const follow = (thrown: unknown): void => {
    const read = readThrown(thrown);
    if (read.kind === "value") return;
    for (const cause of read.causes) {
      if (visited.has(cause) || causes.length >= 10) continue;
      visited.add(cause);
      causes.push(messageOf(cause));
      follow(cause);
    }
  };
  follow(error);
  return causes;
}

/** The stack with the cause's, as Node would print it, without frames of ours and of Node itself. */
function cleanStack(error: Extract<Thrown, { kind: "error" }>, { dist }: OwnCode): string {
  const cause = error.causes.map(readThrown).find(({ kind }) => kind === "error");
  const lines = [error.stack ?? error.message];
  if (cause?.kind === "error") lines.push("Caused by:", cause.stack ?? cause.message);
  return lines
    .flatMap((stack) => stack.split("\n"))
    .filter((line) => !/^\s+at /.test(line) || !(line.includes(dist + sep) || /\(?node:/.test(line)))
    .join("\n");
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
