import { LimitError } from "../../failures/limit-error.ts";
import { parseJson } from "../../files/http/json-limits.ts";
import { exactIntegersIn, type ExactIntegers } from "../../values/exact-integers.ts";
import { withoutNaN } from "../../values/json-text.ts";

/** A message of a job's stream, as far as it is known to be sound. */
export interface Message {
  readonly msg: string;
  /** Whose it is; every job's where it is missing. */
  readonly eventId?: string;
  /** Those in it that lose digits as numbers. */
  readonly exact?: ExactIntegers;
  /** All of it, for the client. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Changes of one generator's result that one message may make. Each may move all items of a list. */
const maxEdits = 10_000;

/**
 * The message in an event's data; undefined for what is none, such as `[DONE]` or `ping`, which servers and proxies send.
 * @throws {Error} where a message is damaged or would do harm, so that its call has to fail
 */
export function parseMessage(data: string): Message | undefined {
  let fields: unknown;
  try {
    fields = parseNumbers(data);
  } catch (error) {
    if (error instanceof LimitError) throw error;
    // Only messages are objects: one that is no JSON was cut off, and what it said is lost.
    if (data.trimStart().startsWith("{")) throw new Error("it sent a message that is cut off or damaged");
    return undefined;
  }
  if (!isRecord(fields) || typeof fields["msg"] !== "string") return undefined;
  const { msg, event_id: eventId, output } = fields;
  if (msg === "process_generating" || msg === "process_streaming") checkEdits(output);
  const exact = exactIntegersIn(data);
  return {
    msg,
    fields,
    ...(exact && { exact }),
    ...(typeof eventId === "string" && eventId !== "" ? { eventId } : {}),
  };
}

/** Older versions of Gradio send NaN and infinite numbers in Python's notation. */
function parseNumbers(data: string): unknown {
  try {
    return parseJson(data);
  } catch (error) {
    const plain = error instanceof SyntaxError ? withoutNaN(data) : data;
    if (plain === data) throw error;
    return parseJson(plain);
  }
}

/** Names that lead out of a result, into what all objects of the program share. */
const outside = new Set<unknown>(["__proto__", "constructor", "prototype"]);

/** The client applies changes where their paths say, so the paths are checked before it sees them. */
function checkEdits(output: unknown): void {
  const values = isRecord(output) ? output["data"] : undefined;
  if (!Array.isArray(values)) return;
  for (const edits of values as readonly unknown[]) {
    if (!Array.isArray(edits)) continue;
    // A first result is a list of any values; only what looks like a change is one.
    const changes = (edits as readonly unknown[]).filter(isEdit);
    if (changes.length > maxEdits)
      throw new LimitError(`it sent more than ${maxEdits} changes of a result in one message`);
    for (const [, path] of changes)
      if (!path.every(isStep)) throw new Error("it sent a change of a result that is no change");
  }
}

type Edit = readonly [action: unknown, path: readonly unknown[], value?: unknown];

function isEdit(edit: unknown): edit is Edit {
  return Array.isArray(edit) && typeof edit[0] === "string" && Array.isArray(edit[1]);
}

function isStep(step: unknown): boolean {
  if (typeof step === "number") return Number.isInteger(step) && step >= 0 && step < 10_000_000;
  return typeof step === "string" && !outside.has(step) && !/^\d{8,}$/.test(step);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
