import { typescript, type ts } from "../../typescript.ts";
import type { TextEdit } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { toTextEdits } from "../run-rules.ts";
import { labelText } from "../edit/component-code.ts";
import { importNames } from "../edit/imports.ts";
import { addElement } from "../edit/list.ts";
import { indentStep, newLineOf } from "../edit/text.ts";
import { statementOf } from "../model/scopes.ts";
import type { Edit } from "../rules/rule.ts";
import { nodeCode, type NodeSource } from "./node-code.ts";

/** Edits that add a node before the graph, and to it; in a file without a graph, one that holds it. */
export function addNode(analysis: Analysis, source: NodeSource): readonly TextEdit[] {
  const { file, model } = analysis;
  const code = nodeCode(source);
  const variable = freeName(code.variable, file);
  const text = indented(`const ${variable} = new ${code.maker}(${code.text});`, file);
  const graph = model.graphs.find(({ list, repeated }) => list !== undefined && !repeated);
  const imports = [code.maker, ...code.imports, ...(graph || model.graphs.length > 0 ? [] : ["Graph"])];
  return toTextEdits(file, [
    ...importNames(file, imports),
    ...placed(text, variable, graph?.list, graph?.expression, file, model.graphs.length === 0),
  ]);
}

/** Code with two spaces a step, in the file's own way. */
function indented(code: string, file: ts.SourceFile): string {
  const step = indentStep(file);
  const lines = code
    .split("\n")
    .map((line) => line.replace(/^ +/, (spaces) => step.repeat(spaces.length / 2)));
  return lines.join(newLineOf(file));
}

/** A node goes before the statement of its graph, or to the end. */
function placed(
  text: string,
  variable: string,
  list: ts.ArrayLiteralExpression | undefined,
  graph: ts.NewExpression | undefined,
  file: ts.SourceFile,
  wantsGraph: boolean,
): readonly Edit[] {
  const newLine = newLineOf(file);
  if (list !== undefined && graph !== undefined) {
    const start = statementOf(graph).getStart();
    return [{ start, end: start, text: text + newLine + newLine }, addElement(list, variable)];
  }
  const end = file.getEnd();
  const gap = file.text.trim() === "" ? "" : file.text.endsWith("\n") ? newLine : newLine + newLine;
  const made = `${newLine}export default new Graph({ name: ${JSON.stringify(labelText("", variable))}, nodes: [${variable}] });${newLine}`;
  return [{ start: end, end, text: gap + text + newLine + (wantsGraph ? made : "") }];
}

/** A variable that nothing in the file is called. */
function freeName(wanted: string, file: ts.SourceFile): string {
  const compiler = typescript();
  const taken = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node)) taken.add(node.text);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  const isWord = compiler.identifierToKeywordKind(compiler.factory.createIdentifier(wanted)) !== undefined;
  let name = isWord ? `${wanted}Node` : wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  return name;
}
