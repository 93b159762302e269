import * as v from "valibot";
import { stepFailureSchema } from "../../failures/failure-schema.ts";
import type { StepFailure } from "../../failures/failure.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import { printable } from "../../text/printable.ts";
import type { Value, Values } from "../../values/value.ts";

// What crosses the queue, between an engine and a worker. Each message is JSON in a `SignedMessage`, and is parsed: the shared key says
// that a Daggr wrote it, but not which version.

/** Changes with the meaning of the messages: an engine and a worker understand each other where it is the same. */
export const protocolVersion = 1;

/** Milliseconds in which a job has to be begun: an older one is refused, so that nobody puts an old one into the queue again. */
export const jobLife = 24 * 60 * 60 * 1000;

/** Values in a message, or the hash under which their JSON is in the file store, since large ones would fill the queue. */
export type JobValues =
  { readonly kind: "inline"; readonly values: Values } | { readonly kind: "stored"; readonly hash: string };

/** A limit of calls at a time that holds across engines and machines. */
export interface SharedLimit {
  /** Calls with the same name share it. */
  readonly name: string;
  /** At least 1. */
  readonly most: number;
}

/** One call of a function. */
export interface Job {
  readonly protocol: number;
  /** The job's id in the queue: equal work has the same one. */
  readonly id: string;
  /** Names this job among all with its id; its outcome has it too. */
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** The hash of the manifest of the workflow's code. */
  readonly code: string;
  readonly graph: string;
  readonly node: string;
  /** Identity of the function's code in the engine. */
  readonly codeKey: string;
  readonly inputs: JobValues;
  /** False where it must not run a second time unless a person asks for that. */
  readonly repeatable: boolean;
  readonly limit?: SharedLimit;
}

/** What a worker tells while a job runs, in order. */
export interface JobNews {
  readonly id: string;
  readonly nonce: string;
  readonly worker: string;
  readonly events: readonly StepEvent[];
}

/** How a job ended. */
export type JobOutcome = {
  readonly id: string;
  readonly nonce: string;
  readonly worker: string;
  /** Milliseconds that it ran. */
  readonly duration: number;
} & (
  | { readonly type: "done"; readonly outputs: JobValues }
  | { readonly type: "failed"; readonly failure: StepFailure }
  | { readonly type: "stopped" }
);

const text = v.string();
const number = v.pipe(v.number(), v.finite());
/** A worker's name as others may show it. Whoever has the key chooses it. */
export const workerName = v.pipe(
  text,
  v.transform((name) => printable(name).replace(/\s+/g, " ").slice(0, 100)),
);
const hash = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));
const value = v.custom<Value>((input) => input !== undefined);
const values = v.custom<Values>(
  (input) => typeof input === "object" && input !== null && !Array.isArray(input),
);

const jobValues = v.variant("kind", [
  v.object({ kind: v.literal("inline"), values }),
  v.object({ kind: v.literal("stored"), hash }),
]) satisfies v.GenericSchema<JobValues>;

const job = v.object({
  protocol: v.literal(protocolVersion),
  id: text,
  nonce: text,
  sentAt: number,
  code: hash,
  graph: text,
  node: text,
  codeKey: text,
  inputs: jobValues,
  repeatable: v.boolean(),
  limit: v.optional(v.object({ name: text, most: v.pipe(number, v.integer(), v.minValue(1)) })),
}) satisfies v.GenericSchema<Job>;

const stepEvent = v.variant("type", [
  v.object({ type: v.literal("phase"), phase: v.object({ kind: v.literal("running") }) }),
  v.object({ type: v.literal("progress"), fraction: v.optional(number), text: v.optional(text) }),
  v.object({ type: v.literal("partial"), outputs: v.record(text, value) }),
  v.object({ type: v.literal("log"), stream: v.picklist(["stdout", "stderr", "log"]), text }),
]);

const news = v.object({
  id: text,
  nonce: text,
  worker: workerName,
  events: v.array(stepEvent),
}) satisfies v.GenericSchema<JobNews>;

const ended = { id: text, nonce: text, worker: workerName, duration: number };
const outcome = v.variant("type", [
  v.object({ type: v.literal("done"), ...ended, outputs: jobValues }),
  v.object({ type: v.literal("failed"), ...ended, failure: stepFailureSchema }),
  v.object({ type: v.literal("stopped"), ...ended }),
]) satisfies v.GenericSchema<JobOutcome>;

/** Undefined for a text that is none. */
function parser<Message>(
  schema: v.GenericSchema<unknown, Message>,
): (payload: string) => Message | undefined {
  return (payload) => {
    try {
      const parsed = v.safeParse(schema, JSON.parse(payload));
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  };
}

export const parseJob = parser<Job>(job);
export const parseNews = parser<JobNews>(news);
export const parseOutcome = parser<JobOutcome>(outcome);

/** The protocol that a job says it speaks, whatever else is in it. */
export function protocolOf(payload: string): unknown {
  try {
    return (JSON.parse(payload) as { protocol?: unknown } | null)?.protocol;
  } catch {
    return undefined;
  }
}
