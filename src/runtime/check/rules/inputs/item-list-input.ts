import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { importNames } from "../../edit/imports.ts";
import { isIdentifier, newLineOf } from "../../edit/text.ts";
import type { Daggr } from "../../model/daggr.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { statementOf } from "../../model/scopes.ts";
import { bare } from "../../model/values.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, spanOf } from "../rule.ts";

/** `ItemList({ … })` */
export function isItemList(value: ts.Expression, daggr: Daggr): boolean {
  const inner = bare(value);
  return typescript().isCallExpression(inner) && daggr.exportName(inner.expression) === "ItemList";
}

/** An ItemList is how an output is shown, so a list that people fill in is the output of a node that begins with none. */
export function itemList(
  entry: Entry,
  value: ts.Expression,
  site: NodeSite,
  analysis: Analysis,
): RuleDiagnostic {
  return {
    at: spanOf(value.getSourceFile() === analysis.file ? value : entry.key),
    message: `Input '${entry.name}' is an ItemList, which is how an output is shown. Make the list in a node of its own, and wire it: ${entry.name}.${entry.name}.`,
    fixes: inFront(entry, value, site, analysis),
    // The function cannot know its items.
    covers: [...entryAndOption(entry.key), spanOf(site.expression)],
  };
}

function inFront(
  { name }: Entry,
  value: ts.Expression,
  site: NodeSite,
  { file }: Analysis,
): readonly RuleFix[] {
  const compiler = typescript();
  const statement = statementOf(site.expression);
  if (value.getSourceFile() !== file || !compiler.isSourceFile(statement.parent) || !isIdentifier(name))
    return [];
  const isTaken = new RegExp(`\\b(const|let|var|function|class)\\s+${name}\\b`).test(file.text);
  const variable = isTaken ? `${name}List` : name;
  const newLine = newLineOf(file);
  const start = statement.getStart();
  const node = [
    `const ${variable} = new FnNode(() => [], {`,
    `  outputs: { ${name}: ${value.getText()} },`,
    `});${newLine}${newLine}`,
  ].join(newLine);
  const edits = [
    ...importNames(file, ["FnNode"]),
    { start, end: start, text: node },
    { ...spanOf(value), text: `${variable}.${name}` },
  ];
  return [{ title: "Make the list in a node of its own", edits, safe: false }];
}
