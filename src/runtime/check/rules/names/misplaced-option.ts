import { typescript } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { quotedLike } from "../../edit/text.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { removal } from "../services/unknown-parameter.ts";
import { type RuleFix, spanOf } from "../rule.ts";

/** An option that has no place of its own here: where what it says belongs, or why it is not needed. */
export interface Misplaced {
  readonly advice: string;
  readonly fix?: RuleFix;
}

/** What is said otherwise in a workflow than by this option. */
export function misplaced(
  site: NodeSite | undefined,
  entry: Entry,
  analysis: Analysis,
): Misplaced | undefined {
  if (site?.kind === "human" && /^(inputs?|args|params)$/.test(entry.name))
    return ofHumanStep(site, entry, analysis);
  if (site?.kind === "inference" && entry.name === "provider") return ofProvider(site, entry, analysis);
  const advice = notNeeded(site, entry.name);
  return advice === undefined ? undefined : { advice };
}

function notNeeded(site: NodeSite | undefined, name: string): string | undefined {
  if (/^(hf_?)?(api_?)?(token|key)$/i.test(name) && site !== undefined)
    return "No node takes a token: sign in to Hugging Face, or set HF_TOKEN.";
  if (name === "where" && site !== undefined)
    return "Only functions run on workers: everything else runs where the engine is.";
  if (site === undefined && /^(edges|connections|links|wires)$/.test(name))
    return "Edges come from the ports that inputs are given.";
  if (site === undefined && /^(inputs|outputs)$/.test(name))
    return "Inputs and outputs belong to the nodes; 'app' picks those of the app view.";
  if (site?.kind === "human" && name === "outputs")
    return "The output of a human step is made by itself; 'show' says how it is shown.";
  return undefined;
}

/** `inputs: { value: draft.text }` of a human step, whose input is an option. */
function ofHumanStep({ expression }: NodeSite, entry: Entry, { values, daggr }: Analysis): Misplaced {
  const compiler = typescript();
  const maker = daggr.exportName(expression.expression) ?? "";
  const option = maker === "ChooseOne" ? "options" : "value";
  const advice = `A human step has no inputs: ${maker} takes ${maker === "ChooseOne" ? "its list" : "its value"} by the option '${option}'.`;
  const object = entry.value && bare(entry.value);
  const written = entry.written;
  if (!object || !written || !compiler.isObjectLiteralExpression(object)) return { advice };
  const given = [...values.shapeOf(object).entries.values()];
  const [only] = given;
  const value = only?.value?.getText();
  if (given.length !== 1 || value === undefined) return { advice };
  const edits = [{ ...spanOf(written), text: `${option}: ${value}` }];
  return { advice, fix: { title: `Give it by '${option}'`, edits, safe: true } };
}

/** `provider: "novita"`, which is a part of the model's name. */
function ofProvider({ target }: NodeSite, entry: Entry, { values }: Analysis): Misplaced {
  const advice = "The provider is a part of the model's name, as in 'owner/model:provider'.";
  const literal = target?.written;
  const provider = entry.value && values.literalOf(entry.value)?.value;
  const [remove] = removal(entry);
  if (!literal || !provider || !remove || target.value.includes(":")) return { advice };
  const text = quotedLike(literal, `${target.value}:${provider}`);
  const edits = [{ ...spanOf(literal), text }, ...remove.edits];
  return { advice, fix: { title: `Change the model to '${target.value}:${provider}'`, edits, safe: true } };
}
