import { typescript } from "../../../src/runtime/typescript.ts";
import type { Analysis } from "../../../src/runtime/check/analysis.ts";
import { callSitesOf } from "../../../src/runtime/check/model/call-sites.ts";
import type { Entry, NodeSite } from "../../../src/runtime/check/model/model.ts";
import { outputView } from "../../../src/runtime/check/model/output-view.ts";
import type { Values } from "../../../src/runtime/check/model/values.ts";
import { modelOf } from "../../../src/runtime/check/rules/services/invalid-model.ts";
import type { EndpointInfo } from "../../../src/runtime/gradio/schema/api-info.ts";
import { api, choice, endpoint, FakeLookup, model, parameter, returned } from "./fake-lookup.ts";

/** Everything that is known of an endpoint: the nodes that call it. */
type Calls = readonly Use[];

interface Use {
  readonly site: NodeSite;
  readonly values: Values;
  /** The inputs that functions give it which call it. */
  readonly called: readonly string[];
}

/**
 * The Spaces and models that right workflows call, with exactly the endpoints, parameters and return values that they use, and of
 * the types that these uses agree on. What a use leaves open may be of any type.
 */
export function usedBy(analyses: readonly Analysis[]): FakeLookup {
  const used = new Map<string, Map<string, Use[]>>();
  const models = new Map<string, readonly [provider: string, task: string]>();
  for (const analysis of analyses) {
    const { model: workflow, values } = analysis;
    for (const site of workflow.nodes) {
      const { kind, target, apiName } = site;
      const named = target && kind === "inference" ? modelOf(target.value) : undefined;
      if (named !== undefined) models.set(named.model, [named.provider ?? "somebody", taskOf(site, values)]);
      if (kind !== "gradio" || target === undefined || apiName === undefined) continue;
      const endpoints = used.get(target.value) ?? new Map<string, Use[]>();
      endpoints.set(apiName.value, [
        ...(endpoints.get(apiName.value) ?? []),
        { site, values, called: calledWith(site, analysis) },
      ]);
      used.set(target.value, endpoints);
    }
  }
  const spaces = [...used].map(([space, endpoints]) =>
    api(space, ...[...endpoints].map(([name, calls]) => describe(name, calls))),
  );
  return new FakeLookup(
    Object.fromEntries(spaces.map((one) => [one.space, one])),
    Object.fromEntries([...models].map(([id, served]) => [id, model(id, served)])),
  );
}

/** The names of what functions give to a node that they call. */
function calledWith(called: NodeSite, { model, sites, values }: Analysis): readonly string[] {
  return model.nodes
    .flatMap((site) => callSitesOf(site, (node) => sites.resolve(node), values)?.sites ?? [])
    .filter(({ target }) => target.sites.includes(called))
    .flatMap(({ inputs }) => [...((inputs && values.shapeOf(inputs))?.entries.keys() ?? [])]);
}

/** The task of a model that takes and gives such things. */
function taskOf({ inputs, outputs }: NodeSite, values: Values): string {
  const shown = [...(outputs?.entries.values() ?? [])].map((entry) => componentOf(entry, values));
  if (inputs?.entries.has("audio")) return "automatic-speech-recognition";
  if (shown.includes("Audio")) return "text-to-speech";
  if (shown.includes("Image")) return inputs?.entries.has("image") ? "image-to-image" : "text-to-image";
  return "conversational";
}

function componentOf(entry: Entry, values: Values): string | undefined {
  const view = outputView(entry, values);
  return view?.kind === "component" ? view.component.component : undefined;
}

function describe(name: string, calls: Calls): EndpointInfo {
  const comparable = calls.filter(({ site }) => !site.options?.entries.has("preprocess"));
  const names = new Set(
    comparable.flatMap(({ site, called }) => [...(site.inputs?.entries.keys() ?? []), ...called]),
  );
  const returns = calls.map(returnsOf);
  const count = Math.max(...returns.map(({ length }) => length));
  return endpoint(
    name,
    [...names].map((one) => parameterOf(one, comparable)),
    Array.from({ length: count }, (_, place) =>
      returned(`Value ${place + 1}`, agreed(returns.map((all) => all[place]))),
    ),
  );
}

function parameterOf(name: string, calls: Calls) {
  const entries = calls.map(({ site }) => site.inputs?.entries.get(name));
  const optional = entries.includes(undefined) ? { default: null } : {};
  const words = entries.flatMap((entry) =>
    entry?.value && typescript().isStringLiteralLike(entry.value) ? [entry.value.text] : [],
  );
  // A word that is written as it is, is one of several; a sentence is not.
  if (words.length === entries.length && words.every((word) => word.length < 40) && !name.includes("prompt"))
    return choice(name, [...new Set(words), "Another"], optional);
  return parameter(name, agreed(entries.map((entry) => entry && parameterComponent(entry))), optional);
}

function parameterComponent({ value }: Entry): string | undefined {
  const compiler = typescript();
  if (value === undefined) return undefined;
  if (compiler.isNumericLiteral(value)) return "Number";
  if (/^(true|false)$/.test(value.getText())) return "Checkbox";
  return undefined;
}

/** The components that show what an endpoint returns. */
function returnsOf({ site, values }: Use): readonly (string | undefined)[] {
  const outputs = [...(site.outputs?.entries.values() ?? [])];
  const after = site.options?.entries.get("postprocess");
  if (after === undefined) return outputs.map((entry) => componentOf(entry, values));
  const fn = after.value && typescript().isArrowFunction(after.value) ? after.value : undefined;
  const [first] = outputs;
  const taken = after.type.getCallSignatures()[0]?.parameters ?? [];
  // `(_original, final) => final`: the output shows that one.
  return taken.map(({ name }) =>
    first && outputs.length === 1 && fn?.body.getText() === name ? componentOf(first, values) : undefined,
  );
}

/** What all say that say anything; what they leave open, or see differently, may be anything. */
function agreed(components: readonly (string | undefined)[]): string {
  const said = new Set(components.filter((one) => one !== undefined));
  const [first] = said;
  return said.size === 1 && first !== undefined ? first : "JSON";
}
