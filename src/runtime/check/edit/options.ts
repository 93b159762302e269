import { typescript } from "../../typescript.ts";
import type { NodeSite } from "../model/model.ts";
import { bare } from "../model/values.ts";
import type { Edit } from "../rules/rule.ts";
import { importNames } from "./imports.ts";
import { addProperties } from "./object.ts";

/** Edits that add entries to an option of a node that holds an object, making the option or all options where they are missing. */
export function addEntries(
  site: NodeSite,
  option: "inputs" | "outputs",
  properties: readonly string[],
  imports: readonly string[],
): readonly Edit[] | undefined {
  const edit = entriesEdit(site, option, properties);
  return edit && [...importNames(site.expression.getSourceFile(), imports), edit];
}

function entriesEdit(
  site: NodeSite,
  option: "inputs" | "outputs",
  properties: readonly string[],
): Edit | undefined {
  const shape = site[option];
  if (shape !== undefined) return shape.literal && addProperties(shape.literal, properties);
  const given = site.options;
  const whole = `${option}: {\n${properties.map((one) => `  ${one.replaceAll("\n", "\n  ")},`).join("\n")}\n}`;
  if (given?.literal !== undefined)
    return given.entries.has(option) ? undefined : addProperties(given.literal, [whole]);
  if (given !== undefined || typescript().isCallExpression(site.expression)) return undefined;
  const last = site.expression.arguments?.at(-1);
  if (last === undefined) return undefined;
  const end = last.getEnd();
  return { start: end, end, text: `, {\n  ${whole.replaceAll("\n", "\n  ")},\n}` };
}

/** Edits that give a node an option, as `name: "painter"`. */
export function addOption(site: NodeSite, property: string): readonly Edit[] | undefined {
  if (site.options?.literal !== undefined) return [addProperties(site.options.literal, [property])];
  if (site.options !== undefined || typescript().isCallExpression(site.expression)) return undefined;
  const last = site.expression.arguments?.at(-1);
  if (last === undefined) return undefined;
  const end = bare(last).getEnd();
  return [{ start: end, end, text: `, { ${property} }` }];
}
