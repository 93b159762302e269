import * as v from "valibot";
import { attempt, textOf } from "../values/attempt.ts";
import { stepFailureSchema } from "./failure-schema.ts";
import type { StepFailure } from "./failure.ts";

/** Something that user code has thrown, as far as it can be read. */
export type Thrown =
  | { readonly kind: "value"; readonly text: string }
  | {
      readonly kind: "error";
      readonly name: string;
      /** Empty where it has none. */
      readonly message: string;
      readonly stack: string | undefined;
      /** What it names as its cause, and the errors that it collects. */
      readonly causes: readonly unknown[];
      /** Of a `StepError`. Recognised by the name, since an error that came over a wire has no class. */
      readonly failure: StepFailure | undefined;
      /** Of a `WorkflowError`. Recognised by the name, since each bundle has a class of its own. */
      readonly details: v.InferOutput<typeof detailsSchema> | undefined;
    };

const detailsSchema = v.partial(v.pick(stepFailureSchema, ["help", "at"]));

/** Never throws, although each field may be a getter that throws, and the whole a proxy. */
export function readThrown(thrown: unknown): Thrown {
  const isError = attempt(() => thrown instanceof Error) ?? false;
  if (!isError) return { kind: "value", text: valueText(thrown) };
  const error = thrown as Error;
  const name = textOf(() => error.name) ?? "Error";
  return {
    kind: "error",
    name,
    message: textOf(() => error.message) ?? "",
    stack: textOf(() => error.stack),
    causes: causesOf(error),
    failure:
      name === "StepError" ? fitting(stepFailureSchema, () => Reflect.get(error, "failure")) : undefined,
    details:
      name === "WorkflowError" ? fitting(detailsSchema, () => Reflect.get(error, "details")) : undefined,
  };
}

function causesOf(error: Error): readonly unknown[] {
  const collected =
    attempt(() => (error instanceof AggregateError ? [...(error.errors as unknown[])] : [])) ?? [];
  const cause = attempt(() => error.cause);
  return cause === undefined ? collected : [...collected, cause];
}

function valueText(value: unknown): string {
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`;
  if (value === null || typeof value !== "object") return attempt(() => String(value)) ?? typeof value;
  return attempt(() => JSON.stringify(value) as string | undefined) ?? "an object";
}

function fitting<Output>(schema: v.GenericSchema<unknown, Output>, read: () => unknown): Output | undefined {
  const parsed = attempt(() => v.safeParse(schema, read()));
  return parsed?.success ? parsed.output : undefined;
}
