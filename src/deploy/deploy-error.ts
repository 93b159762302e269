import type { StepFailure } from "../runtime/failures/failure.ts";
import { redactValue } from "../runtime/failures/secrets.ts";

/** Why a workflow was not deployed: each reason with what to do next. Nothing was changed unless a message says so. */
export class DeployError extends Error {
  readonly failures: readonly StepFailure[];

  constructor(...failures: readonly StepFailure[]) {
    // The Hub may repeat what it was sent.
    const clean = redactValue(failures);
    super(clean.map(({ message }) => message).join("\n"));
    this.name = "DeployError";
    this.failures = clean;
  }
}
