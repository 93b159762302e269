import type { SignIn } from "../../../failures/failure.ts";
import type { Literal } from "../../model/model.ts";
import { closestFixes } from "../closest-fix.ts";
import { type RuleDiagnostic, type RuleFix, spanOf } from "../rule.ts";

/** Opens the sign-in of the account that is missing. */
export function signInFix(signIn: SignIn): RuleFix {
  const where = signIn.to === "app" ? new URL(signIn.origin).host : "Hugging Face";
  return { title: `Sign in to ${where}`, edits: [], safe: false, signIn };
}

/** A Space or model that the Hub does not know. Another one is another tool, so nothing is changed without a look. */
export function missingProblem(
  target: Literal,
  message: string,
  similar: readonly string[],
  signedIn: boolean,
): RuleDiagnostic {
  const fixes = closestFixes(target.value, similar, target.written).map((fix) => ({ ...fix, safe: false }));
  return {
    at: spanOf(target.node),
    message,
    fixes: signedIn ? fixes : [...fixes, signInFix({ to: "hugging-face" })],
  };
}
