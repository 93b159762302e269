import { withoutPassword } from "../../files/http/address-login.ts";
import type { ApiInfo, EndpointInfo } from "../../gradio/schema/api-info.ts";
import { findEndpoint } from "../../gradio/schema/endpoint.ts";
import { taskOf } from "../../inference/tasks/table.ts";
import type { NewNode } from "../../protocol/language.ts";
import { componentCode, labelText, outputCode } from "../edit/component-code.ts";
import { camelCase, portName } from "../edit/port-names.ts";
import { keyText, literalText } from "../edit/text.ts";

/** What a new node calls, with what is known of it. */
export type NodeSource =
  | { readonly kind: "gradio"; readonly node: Extract<NewNode, { kind: "gradio" }>; readonly api: ApiInfo }
  | { readonly kind: "inference"; readonly node: Extract<NewNode, { kind: "inference" }> };

/** The code of a new node: all its parameters and returns, as components. */
export function nodeCode(source: NodeSource): NodeCode {
  return source.kind === "gradio" ? gradioCode(source) : inferenceCode(source.node);
}

/** A node as a piece of a workflow file that can be pasted. */
export function nodeText(source: NodeSource): string {
  const { variable, maker, text, imports } = nodeCode(source);
  return `import { ${[maker, ...imports].join(", ")} } from "daggr";\n\nconst ${variable} = new ${maker}(${text});`;
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
