import type { InputId } from "../../graph/description.ts";
import type { FallbackUse } from "../../sheets/store.ts";
import type { Value, Values } from "../../values/value.ts";
import type { ConcurrencyGroups } from "../concurrency-groups.ts";
import type { Executors, StepOutput } from "../executor.ts";

/** What a step needs besides its inputs; the same for all items of a plan node. */
export interface StepTools {
  readonly executors: Executors;
  readonly groups: ConcurrencyGroups;
  /** Values of inputs marked "Keep this value": their callables are not called. */
  readonly kept: Readonly<Record<string, Value>>;
  /** Fixed inputs that name files, taken in from the workflow file's folder. */
  fileInput?(input: InputId): Value | undefined;
}

/** The output of one finished step. */
export interface StepDone extends StepOutput {
  /** Values that callables returned, by input name. */
  readonly drawn: Values;
  /** Where the outputs are those of the fallback. */
  readonly fallback?: FallbackUse;
}
