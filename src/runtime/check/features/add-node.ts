import { withoutPassword } from "../../files/http/address-login.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { ApiInfo, EndpointInfo } from "../../gradio/schema/api-info.ts";
import { findEndpoint } from "../../gradio/schema/endpoint.ts";
import { taskOf } from "../../inference/tasks/table.ts";
import type { NewNode, TextEdit } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { toTextEdits } from "../run-rules.ts";
import { componentCode, labelText, outputCode } from "../edit/component-code.ts";
import { importNames } from "../edit/imports.ts";
import { addElement } from "../edit/list.ts";
import { camelCase, portName } from "../edit/port-names.ts";
import { indentStep, keyText, literalText, newLineOf } from "../edit/text.ts";
import { statementOf } from "../model/scopes.ts";
import type { Edit } from "../rules/rule.ts";

/** What a new node calls, with what is known of it. */
export type NodeSource =
  | { readonly kind: "gradio"; readonly node: Extract<NewNode, { kind: "gradio" }>; readonly api: ApiInfo }
  | { readonly kind: "inference"; readonly node: Extract<NewNode, { kind: "inference" }> };

/** Edits that add a node before the graph, and to it; in a file without a graph, one that holds it. */
export function addNode(analysis: Analysis, source: NodeSource): readonly TextEdit[] {
  const { file, model } = analysis;
  const code = source.kind === "gradio" ? gradioCode(source) : inferenceCode(source.node);
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

interface NodeCode {
  readonly maker: "GradioNode" | "InferenceNode";
  /** The arguments. */
  readonly text: string;
  readonly variable: string;
  readonly imports: readonly string[];
}

function gradioCode({ node, api }: Extract<NodeSource, { kind: "gradio" }>): NodeCode {
  const endpoint = findEndpoint(api, node.endpoint.replace(/^\/(?=\d+$)/, ""));
  if (endpoint === undefined)
    throw new Error(`API endpoint '${node.endpoint}' not found in '${withoutPassword(node.space)}'.`);
  const apiName = typeof endpoint.name === "number" ? String(endpoint.name) : JSON.stringify(endpoint.name);
  const lines = [
    `apiName: ${apiName},`,
    ...objectLines("inputs", inputsOf(endpoint)),
    ...objectLines("outputs", outputsOf(endpoint)),
  ];
  const text = `${JSON.stringify(node.space)}, {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
  const word =
    typeof endpoint.name === "string" &&
    !/^\/(predict|run|infer|call|fn|process|generate)$/.test(endpoint.name)
      ? endpoint.name
      : node.space.split("/").at(-1);
  const isShown = endpoint.parameters.length + endpoint.returns.length > 0;
  return {
    maker: "GradioNode",
    text,
    variable: camelCase(word ?? "") || "node",
    imports: isShown ? ["gr"] : [],
  };
}

function inputsOf({ parameters }: EndpointInfo): readonly string[] {
  return parameters.map((one) => `${keyText(one.name)}: ${componentCode(one)},`);
}

function outputsOf({ returns }: EndpointInfo): readonly string[] {
  const taken = new Set<string>();
  return returns.map((one, place) => {
    const name = portName(one, place, taken);
    taken.add(name);
    return `${keyText(name)}: ${outputCode(one, name)},`;
  });
}

function inferenceCode({ model, task }: Extract<NewNode, { kind: "inference" }>): NodeCode {
  const spec = task === undefined ? undefined : taskOf(task);
  const inputs = (spec?.inputs ?? []).filter(({ required }) => required);
  const shown = inputs.length > 0 ? inputs : (spec?.inputs ?? []).slice(0, 1);
  const lines = [
    ...(task ? [`task: ${JSON.stringify(task)},`] : []),
    ...objectLines(
      "inputs",
      shown.map(
        ({ name, component }) => `${name}: gr.${component}(${literalText({ label: labelText("", name) })}),`,
      ),
    ),
    ...objectLines(
      "outputs",
      (spec?.outputs ?? []).map(
        ({ name, component }) =>
          `${keyText(name)}: gr.${component}(${literalText({ label: labelText("", name) })}),`,
      ),
    ),
  ];
  const text = `${JSON.stringify(model)}, {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
  return {
    maker: "InferenceNode",
    text,
    variable: camelCase(model.split("/").at(-1) ?? "") || "model",
    imports: spec ? ["gr"] : [],
  };
}

function objectLines(name: string, entries: readonly string[]): readonly string[] {
  const lines = entries.flatMap((entry) => entry.split("\n"));
  return lines.length === 0 ? [] : [`${name}: {`, ...lines.map((line) => `  ${line}`), "},"];
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
