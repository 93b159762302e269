import { attempt, textOf } from "../values/attempt.ts";

/** What crosses a boundary, in both directions. */
export type Envelope =
  | { readonly type: "request"; readonly id: number; readonly call: string; readonly argument: unknown }
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: PlainError }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "event"; readonly event: unknown };

/** An error as plain data. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Own enumerable data of the error, such as a `StepFailure`. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The envelopes in a message of another process. Throws where it is anything else: user code can write to the same pipe. */
export function parseEnvelopes(message: unknown): readonly Envelope[] {
  if (!Array.isArray(message)) throw new Error("It is no list of envelopes.");
  return message.map(parseEnvelope);
}

function parseEnvelope(message: unknown): Envelope {
  if (isRecord(message)) {
    const { type, id } = message;
    if (type === "event") return { type, event: message["event"] };
    if (typeof id === "number" && type === "cancel") return { type, id };
    if (typeof id === "number" && type === "request" && typeof message["call"] === "string")
      return { type, id, call: message["call"], argument: message["argument"] };
    if (typeof id === "number" && type === "reply" && message["ok"] === true)
      return { type, id, ok: true, value: message["value"] };
    if (typeof id === "number" && type === "reply" && isPlainError(message["error"]))
      return { type, id, ok: false, error: message["error"] };
  }
  throw new Error("It is no envelope.");
}

function isPlainError(error: unknown): error is PlainError {
  return (
    isRecord(error) &&
    typeof error["name"] === "string" &&
    typeof error["message"] === "string" &&
    ["string", "undefined"].includes(typeof error["stack"]) &&
    (error["data"] === undefined || isRecord(error["data"]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Anything thrown, as plain data. What cannot be read of it is left out: its fields may be getters that throw. */
export function toPlain(error: unknown): PlainError {
  if (!(error instanceof Error))
    return { name: "Error", message: attempt(() => String(error)) ?? "It cannot be read." };
  return {
    name: textOf(() => error.name) ?? "Error",
    message: textOf(() => error.message) ?? "An error without a message that can be read.",
    stack: textOf(() => error.stack),
    data: attempt(() => ({ ...error })),
  };
}

export function fromPlain({ name, message, stack, data }: PlainError): Error {
  const error = new Error(message);
  for (const [key, value] of Object.entries({ ...data, name, stack }))
    Object.defineProperty(error, key, { value, configurable: true, writable: true });
  return error;
}
