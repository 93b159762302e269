import type { Analysis } from "../../../src/runtime/check/analysis.ts";
import { modelOf } from "../../../src/runtime/check/rules/services/invalid-model.ts";
import type { EndpointInfo } from "../../../src/runtime/gradio/schema/api-info.ts";
import { api, endpoint, FakeLookup, model, parameter, returned } from "./fake-lookup.ts";

/**
 * The Spaces and models that right workflows call, with exactly the endpoints, parameters and return values that they use.
 * Values may be of any type: what the real ones take is not for these workflows to say.
 */
export function usedBy(analyses: readonly Analysis[]): FakeLookup {
  const used = new Map<string, Map<string, { readonly parameters: Set<string>; returns: number }>>();
  const models = new Map<string, string>();
  for (const { model: workflow } of analyses)
    for (const { kind, target, apiName, inputs, outputs, options } of workflow.nodes) {
      const named = target && kind === "inference" ? modelOf(target.value) : undefined;
      if (named !== undefined) models.set(named.model, named.provider ?? "somebody");
      if (kind !== "gradio" || target === undefined || apiName === undefined) continue;
      const endpoints =
        used.get(target.value) ?? new Map<string, { parameters: Set<string>; returns: number }>();
      const one = endpoints.get(apiName.value) ?? { parameters: new Set<string>(), returns: 0 };
      if (!options?.entries.has("preprocess"))
        for (const name of inputs?.entries.keys() ?? []) one.parameters.add(name);
      const taken = options?.entries.get("postprocess")?.type.getCallSignatures()[0]?.parameters.length;
      one.returns = Math.max(one.returns, taken ?? outputs?.entries.size ?? 0);
      used.set(target.value, endpoints.set(apiName.value, one));
    }
  const spaces = [...used].map(([space, endpoints]) =>
    api(space, ...[...endpoints].map(([name, one]) => describe(name, one))),
  );
  return new FakeLookup(
    Object.fromEntries(spaces.map((one) => [one.space, one])),
    Object.fromEntries([...models].map(([id, provider]) => [id, model(id, [provider, "conversational"])])),
  );
}

function describe(
  name: string,
  { parameters, returns }: { readonly parameters: ReadonlySet<string>; readonly returns: number },
): EndpointInfo {
  return endpoint(
    name,
    [...parameters].map((one) => parameter(one, "JSON", { default: null })),
    Array.from({ length: returns }, (_, place) => returned(`Value ${place + 1}`, "JSON")),
  );
}
