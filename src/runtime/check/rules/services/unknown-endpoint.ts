import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import type { EndpointInfo } from "../../../gradio/schema/api-info.ts";
import { addOption } from "../../edit/options.ts";
import { findEndpoint } from "../../../gradio/schema/endpoint.ts";
import { isValidated } from "../../analysis.ts";
import type { NodeSite } from "../../model/model.ts";
import { closestFixes } from "../closest-fix.ts";
import { entrySpan, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unknownEndpoint: Rule = {
  code: "unknown-endpoint",
  severity: "error",
  summary: "A GradioNode calls an API endpoint that its Space does not have.",
  explanation:
    "`apiName` has to be one of the endpoints of the Space, with or without its slash; left out, it is `/predict`. " +
    "The message lists the endpoints, the most similar first. An endpoint without a name is called by its number.",
  wrong: `new GradioNode("hf-applications/background-removal", { apiName: "/infer" })`,
  right: `new GradioNode("hf-applications/background-removal", { apiName: "/image" })`,
  *check({ model, lookup }) {
    for (const site of model.nodes) {
      const { target, apiName } = site;
      if (site.kind !== "gradio" || target === undefined || apiName === undefined || !isValidated(site))
        continue;
      const answer = lookup.space(target.value);
      if (answer.kind !== "known") continue;
      const written = apiName.value;
      if (findEndpoint(answer.value, written.replace(/^\/(?=\d+$)/, "")) !== undefined) continue;
      const names = answer.value.endpoints.map(({ name }) => (typeof name === "number" ? `/${name}` : name));
      const found = problem(site, target.value, written, names);
      const meant = apiName.literal ? undefined : onlyFitting(site, answer.value.endpoints);
      const edits = meant && addOption(site, `apiName: ${JSON.stringify(meant)}`);
      yield edits
        ? {
            ...found,
            fixes: [{ title: `Call '${meant}'`, edits, safe: answer.value.endpoints.length === 1 }],
          }
        : found;
    }
  },
};

/** The only endpoint that takes all of a node's inputs. */
function onlyFitting({ inputs }: NodeSite, endpoints: readonly EndpointInfo[]): string | number | undefined {
  const names = [...(inputs?.entries.keys() ?? [])];
  const fitting = endpoints.filter(({ parameters }) =>
    names.every((name) => parameters.some((parameter) => parameter.name === name)),
  );
  return fitting.length === 1 ? fitting[0]?.name : undefined;
}

function problem(
  { apiName, target, expression }: NodeSite,
  space: string,
  written: string,
  names: readonly string[],
): RuleDiagnostic {
  const available =
    names.length === 0
      ? "It has no API endpoints."
      : `Available endpoints: ${quoteClosestFirst(written, names)}.`;
  const literal = apiName?.literal;
  const bare = literal !== undefined && "value" in literal && !literal.value.startsWith("/");
  const byDefault = literal === undefined ? " (the default, since apiName is not given)" : "";
  return {
    at: spanOf(literal?.node ?? target?.node ?? expression),
    message: `API endpoint '${written}'${byDefault} not found in '${space}'. ${available}${didYouMean(written, names)}`,
    fixes: closestFixes(written, names, literal?.written).map((fix) => (bare ? withoutSlash(fix) : fix)),
    ...(literal && { covers: [entrySpan(literal.node)] }),
  };
}

/** The person writes endpoints without their slash. */
function withoutSlash(fix: RuleFix): RuleFix {
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, text: edit.text.replace("/", "") })) };
}
