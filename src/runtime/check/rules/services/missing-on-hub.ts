import type { Literal } from "../../model/model.ts";
import { closestFixes } from "../closest-fix.ts";
import { type RuleDiagnostic, type RuleFix, spanOf } from "../rule.ts";

export const signInFix: RuleFix = {
  title: "Sign in to Hugging Face",
  edits: [],
  safe: false,
  command: "sign-in",
};

/** A Space or model that the Hub does not know. Another one is another tool, so nothing is changed without a look. */
export function missingProblem(
  target: Literal,
  message: string,
  similar: readonly string[],
  signedIn: boolean,
): RuleDiagnostic {
  const fixes = closestFixes(target.value, similar, target.written).map((fix) => ({ ...fix, safe: false }));
  return { at: spanOf(target.node), message, fixes: signedIn ? fixes : [...fixes, signInFix] };
}
