import { quoteClosestFirst } from "../../../text/similarity.ts";
import type { EndpointInfo } from "../../../gradio/schema/api-info.ts";
import { addOption } from "../../edit/options.ts";
import { findEndpoint, meantEndpoint, meantEndpointText } from "../../../gradio/schema/endpoint.ts";
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
      const { endpoints } = answer.value;
      const found = problem(site, target.value, written, endpoints);
      const fitting = fittingOf(site, endpoints);
      const meant = apiName.literal || fitting.length > 1 ? undefined : fitting[0]?.name;
      const edits = meant !== undefined && addOption(site, `apiName: ${JSON.stringify(meant)}`);
      yield edits
        ? {
            ...found,
            fixes: [{ title: `Call '${meant}'`, edits, safe: answer.value.endpoints.length === 1 }],
          }
        : found;
    }
  },
};

/** The endpoints that take all of a node's inputs. */
function fittingOf({ inputs }: NodeSite, endpoints: readonly EndpointInfo[]): readonly EndpointInfo[] {
  const names = [...(inputs?.entries.keys() ?? [])];
  return endpoints.filter(({ parameters }) =>
    names.every((name) => parameters.some((parameter) => parameter.name === name)),
  );
}

function shownName({ name }: EndpointInfo): string {
  return typeof name === "number" ? `/${name}` : name;
}

function problem(
  site: NodeSite,
  space: string,
  written: string,
  endpoints: readonly EndpointInfo[],
): RuleDiagnostic {
  const { apiName, target, expression, inputs } = site;
  const names = endpoints.map(shownName);
  // Without inputs any endpoint would fit.
  const fitting = inputs?.entries.size ? fittingOf(site, endpoints).map(shownName) : [];
  const literal = apiName?.literal;
  // By default '/predict' is called, which nobody wrote.
  const meant = literal && meantEndpoint(written, names, fitting);
  const available =
    names.length === 0
      ? "It has no API endpoints."
      : `Available endpoints: ${quoteClosestFirst(written, names)}.`;
  const bare = literal !== undefined && "value" in literal && !literal.value.startsWith("/");
  const close = closestFixes(written, names, literal?.written);
  const fixes =
    close.length > 0 || meant === undefined ? close : closestFixes(written, [meant], literal?.written);
  const byDefault = literal === undefined ? " (the default, since apiName is not given)" : "";
  return {
    at: spanOf(literal?.node ?? target?.node ?? expression),
    message: `API endpoint '${written}'${byDefault} not found in '${space}'. ${available}${meantEndpointText(meant)}`,
    fixes: fixes.map((fix) => (bare ? withoutSlash(fix) : fix)),
    ...(literal && { covers: [entrySpan(literal.node)] }),
  };
}

/** The person writes endpoints without their slash. */
function withoutSlash(fix: RuleFix): RuleFix {
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, text: edit.text.replace("/", "") })) };
}
