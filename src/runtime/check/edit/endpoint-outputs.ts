import type { SpaceCall } from "../analysis.ts";
import type { Edit } from "../rules/rule.ts";
import { outputCode } from "./component-code.ts";
import { addEntries } from "./options.ts";
import { portName } from "./port-names.ts";
import { keyText } from "./text.ts";

/** A value that an endpoint returns: the name its port could have, and its entry, `image: gr.Image({ label: "Result" })`. */
export interface UnnamedOutput {
  readonly name: string;
  readonly entry: string;
}

/** What an endpoint returns behind the outputs that the node names. */
export function unnamedOutputs({ site, endpoint }: SpaceCall): readonly UnnamedOutput[] {
  const { outputs, options } = site;
  if (outputs?.closed === false || options?.closed === false || options?.entries.has("postprocess"))
    return [];
  const taken = new Set(outputs?.entries.keys());
  const given = taken.size;
  return endpoint.returns.slice(given).map((returned, place) => {
    const name = portName(returned, given + place, taken);
    taken.add(name);
    return { name, entry: `${keyText(name)}: ${outputCode(returned, name)}` };
  });
}

/** Edits that name all that the endpoint of a node returns. Undefined where nothing is left to name, or no place to write it. */
export function addUnnamedOutputs(call: SpaceCall): readonly Edit[] | undefined {
  const entries = unnamedOutputs(call).map(({ entry }) => entry);
  return entries.length === 0 ? undefined : addEntries(call.site, "outputs", entries, ["gr"]);
}
