import { componentForValue } from "../../components/component-for-value.ts";
import { typescript } from "../../typescript.ts";
import type { TextEdit } from "../../protocol/language.ts";
import type { Values } from "../../values/value.ts";
import type { Analysis } from "../analysis.ts";
import { toTextEdits } from "../run-rules.ts";
import { unnamedOutputs } from "../edit/endpoint-outputs.ts";
import { addEntries } from "../edit/options.ts";
import { camelCase } from "../edit/port-names.ts";
import { keyText, newLineOf } from "../edit/text.ts";
import { chosenNames } from "../model/chosen-names.ts";
import type { NodeSite } from "../model/model.ts";
import { statementOf } from "../model/scopes.ts";
import { spanOf } from "../rules/rule.ts";

/**
 * Edits that add an output for each part of a test's result that the node does not name yet, as the endpoint calls it where
 * that is known. Undefined: it cannot be written.
 */
export function writeOutputs(
  analysis: Analysis,
  node: string,
  result: Values,
): readonly TextEdit[] | undefined {
  const site = siteNamed(analysis, node);
  if (site === undefined) return undefined;
  const given = new Set(site.outputs?.entries.keys());
  const unnamed = Object.entries(result).filter(([name]) => !given.has(name));
  if (unnamed.length === 0) return [];
  const call = analysis.calls.find((one) => one.site === site);
  const told = call === undefined ? [] : unnamedOutputs(call).map(({ entry }) => entry);
  const code =
    told.length > 0
      ? told
      : unnamed.map(([name, value]) => `${keyText(name)}: gr.${componentForValue(value)}()`);
  const edits = addEntries(site, "outputs", code, ["gr"]);
  return edits && toTextEdits(analysis.file, edits);
}

/** Edits that write the shape of a node's result as a type before the node, in place of the one of an earlier test. */
export function writeType(analysis: Analysis, node: string, type: string): readonly TextEdit[] | undefined {
  const { file } = analysis;
  const site = siteNamed(analysis, node);
  if (site === undefined || !/\.[cm]?tsx?$/.test(file.fileName)) return undefined;
  const words = camelCase(node) || "node";
  const name = `${words.charAt(0).toUpperCase()}${words.slice(1)}Result`;
  const earlier = file.statements
    .filter((statement) => typescript().isTypeAliasDeclaration(statement))
    .find((statement) => statement.name.text === name)?.type;
  if (earlier?.getText() === type) return [];
  if (earlier !== undefined) return toTextEdits(file, [{ ...spanOf(earlier), text: type }]);
  const newLine = newLineOf(file);
  const start = statementOf(site.call ?? site.expression).getStart();
  const text = `/** What '${node}' returned when it was tested. */${newLine}type ${name} = ${type};${newLine}${newLine}`;
  return toTextEdits(file, [{ start, end: start, text }]);
}

export function siteNamed({ model, file }: Analysis, name: string): NodeSite | undefined {
  for (const [site, chosen] of chosenNames(model))
    if (chosen === name && (site.call ?? site.expression).getSourceFile() === file) return site;
  return undefined;
}
