import * as v from "valibot";
import type { StepFailure } from "./failure.ts";

const text = v.string();
const number = v.pipe(v.number(), v.finite());

/** A `StepFailure` that comes from code that is not ours. */
export const stepFailureSchema = v.object({
  message: text,
  fullMessage: v.optional(text),
  help: v.optional(text),
  at: v.optional(v.object({ file: text, line: number, column: v.optional(number) })),
  causes: v.optional(v.array(text)),
  stack: v.optional(text),
  link: v.optional(v.object({ title: text, url: text })),
  signIn: v.optional(
    v.variant("to", [
      v.object({ to: v.literal("hugging-face") }),
      v.object({ to: v.literal("app"), origin: text }),
    ]),
  ),
  unknownGraph: v.optional(v.boolean()),
  again: v.optional(v.array(text)),
  transient: v.optional(v.boolean()),
}) satisfies v.GenericSchema<StepFailure>;
