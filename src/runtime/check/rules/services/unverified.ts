import { loginVariable } from "../../../hub/login-variable.ts";
import { quoteList } from "../../../text/similarity.ts";
import type { LookupAnswer } from "../../lookup/service-lookup.ts";
import type { Literal } from "../../model/model.ts";
import { modelOf } from "./invalid-model.ts";
import { signInFix } from "./missing-on-hub.ts";
import { type Rule, spanOf } from "../rule.ts";
import { isSpaceOrUrl } from "./unknown-space.ts";

type Unverified = {
  readonly target: Literal;
  readonly answer: Extract<LookupAnswer<unknown>, { kind: "unverified" }>;
};

export const unverified: Rule = {
  code: "unverified",
  severity: "information",
  summary: "Spaces or models could not be asked, so what depends on them was not checked.",
  explanation:
    "Without network, or for a Space that is private, paused or asleep, nothing is called wrong: this one information says " +
    "what was not looked at. What is remembered from earlier is still used.",
  wrong: `new GradioNode("http://127.0.0.1:9", { apiName: "/predict" })`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image" })`,
  *check({ model, lookup }) {
    const found = model.nodes.flatMap(({ kind, target }): readonly Unverified[] => {
      if (target === undefined) return [];
      const id = kind === "inference" ? modelOf(target.value)?.model : undefined;
      const answer =
        id !== undefined
          ? lookup.model(id)
          : kind === "gradio" && isSpaceOrUrl(target.value)
            ? lookup.space(target.value)
            : undefined;
      return answer?.kind === "unverified" ? [{ target, answer }] : [];
    });
    const [first] = found;
    if (first === undefined) return;
    const names = [...new Set(found.map(({ target }) => target.value))];
    const accounts = new Map(
      found.flatMap(({ answer: { signIn } }) => (signIn ? [[JSON.stringify(signIn), signIn] as const] : [])),
    );
    const logins = [...accounts.values()].flatMap((one) => (one.to === "app" ? [one.origin] : []));
    const reasons = [...new Set(found.map(({ answer }) => answer.reason))];
    yield {
      at: spanOf(first.target.node),
      message: `Could not verify ${quoteList(names.slice(0, 20))}: ${reasons.slice(0, 3).join("; ")}. What depends on ${names.length === 1 ? "it" : "them"} was not checked.${logins.map(loginHelp).join("")}`,
      fixes: [...accounts.values()].map(signInFix),
    };
  },
};

function loginHelp(origin: string): string {
  return ` Sign in to ${new URL(origin).host}, or set ${loginVariable(origin)} to its user name, a colon and the password.`;
}
