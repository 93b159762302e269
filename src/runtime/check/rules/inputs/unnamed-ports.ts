import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { camelCase, portName } from "../../edit/port-names.ts";
import { keyText } from "../../edit/text.ts";
import { isComponentName } from "../../model/component-uses.ts";
import type { NodeSite } from "../../model/model.ts";
import { isUnnamed } from "../../model/nodes.ts";
import { taskOfNode } from "../../model/tasks.ts";
import { bare } from "../../model/values.ts";
import { portSpans } from "../port-spans.ts";
import { entrySpan, type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const unnamedPorts: Rule = {
  code: "unnamed-ports",
  severity: "error",
  summary: "Inputs or outputs are a list, or one component, instead of an object of names.",
  explanation:
    "Inputs and outputs have names: the names of a function's or an endpoint's inputs, and the names by which other nodes use " +
    "the outputs. `outputs: { image: gr.Image() }` is used as `node.image`.",
  wrong: `new GradioNode("owner/speech", { apiName: "/say", inputs: [gr.Textbox()], outputs: [gr.Audio()] })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: gr.Textbox() }, outputs: { audio: gr.Audio() } })`,
  *check(analysis) {
    for (const site of analysis.model.nodes)
      for (const option of ["inputs", "outputs", "ports"] as const) {
        const value = site.kind === "human" ? undefined : site.options?.entries.get(option)?.value;
        if (value !== undefined && isUnnamed(value) && value.getSourceFile() === analysis.file)
          yield problem(site, option, value, analysis);
      }
  },
};

function problem(
  site: NodeSite,
  option: "inputs" | "outputs" | "ports",
  value: ts.Expression,
  analysis: Analysis,
): RuleDiagnostic {
  const inner = bare(value);
  const items = typescript().isArrayLiteralExpression(inner) ? [...inner.elements] : [inner];
  const names = option === "inputs" ? inputNames(site, analysis) : outputNames(site, items, analysis);
  const named = items.map((item, place) => names[place] && `${keyText(names[place])}: ${item.getText()}`);
  const isKnown = named.every((one) => one !== undefined);
  const text = `{ ${named.join(", ")} }`;
  return {
    at: spanOf(value),
    message:
      `'${option}' is an object of names, not ${items.length === 1 && items[0] === inner ? "one component" : "a list"}` +
      (isKnown
        ? `. Write ${text.length < 80 ? text : `{ ${names.slice(0, items.length).join(": …, ")}: … }`}.`
        : ", as in { text: gr.Textbox() }."),
    fixes: isKnown
      ? [{ title: "Name them", edits: [{ ...spanOf(value), text }], safe: option === "inputs" }]
      : [],
    covers: [entrySpan(value), spanOf(site.expression), ...portSpans(site, analysis)],
  };
}

/** What a node takes, in its order. */
function inputNames(site: NodeSite, { calls, lookup, values }: Analysis): readonly string[] {
  const parameters = site.fn?.parameters;
  if (parameters?.kind === "destructured" || parameters?.kind === "object")
    return [...(parameters.inputs?.keys() ?? [])];
  if (parameters?.kind === "positional") return parameters.names;
  const call = calls.find((one) => one.site === site);
  return (call?.endpoint.parameters ?? taskOfNode(site, lookup, values)?.spec?.inputs ?? []).map(
    ({ name }) => name,
  );
}

/** By the labels, else by what other nodes use, else by what the endpoint returns or what the component is. */
function outputNames(
  site: NodeSite,
  items: readonly ts.Expression[],
  { calls, model, sites }: Analysis,
): readonly string[] {
  const used = new Set(
    model.ports.filter(({ owner }) => sites.resolve(owner).sites.includes(site)).map(({ port }) => port),
  );
  const call = calls.find((one) => one.site === site);
  const taken = new Set<string>();
  return items.map((item, place) => {
    const component = componentIn(item);
    const returned = call?.endpoint.returns[place];
    const label = component?.label ?? "";
    const made = portName(
      label === "" && returned ? returned : { ...returned!, label, component: component?.name ?? "output" },
      place,
      taken,
    );
    const [only] = used;
    const name =
      items.length === 1 && used.size === 1 && only !== undefined ? only : label ? camelCase(label) : made;
    taken.add(name);
    return name;
  });
}

/** `gr.Image({ label: "Picture" })` */
function componentIn(item: ts.Expression): { readonly name: string; readonly label?: string } | undefined {
  const compiler = typescript();
  const call = bare(item);
  if (!compiler.isCallExpression(call) || !compiler.isPropertyAccessExpression(call.expression))
    return undefined;
  const { text } = call.expression.name;
  const [options] = call.arguments;
  const label =
    options && compiler.isObjectLiteralExpression(options)
      ? options.properties.find((one) => one.name?.getText() === "label")
      : undefined;
  const value = label && compiler.isPropertyAssignment(label) ? label.initializer : undefined;
  const written = value && compiler.isStringLiteralLike(value) ? value.text : undefined;
  return isComponentName(text) ? { name: text, ...(written && { label: written }) } : undefined;
}
