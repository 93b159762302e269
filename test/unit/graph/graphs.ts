import type {
  FnNodeDescription,
  GraphDescription,
  InputDescription,
  NodeDescription,
  OutputDescription,
  PortRef,
  StepDescription,
} from "../../../src/runtime/graph/description.ts";
import type { ComponentDescription } from "../../../src/runtime/components/description.ts";

// Small graphs for tests.

export const textbox: ComponentDescription = { component: "Textbox", options: {} };

export function graphOf(...nodes: NodeDescription[]): GraphDescription {
  return { name: "graph", nodes };
}

/** `inputs` as in `{ text: "lines.text each", all: "tts.audio all", typed: "lines.topic component" }`. */
export function fnNode(
  name: string,
  inputs: Readonly<Record<string, string>> = {},
  outputs: readonly OutputDescription[] = [output("output")],
): FnNodeDescription {
  return {
    kind: "fn",
    name,
    named: true,
    inputs: Object.entries(inputs).map(([input, source]) => inputOf(input, source)),
    outputs,
    code: `code of ${name}`,
    hasPreprocess: false,
    hasPostprocess: false,
    fnName: name,
    concurrent: false,
  };
}

export function choiceNode(name: string, ...variants: StepDescription[]): NodeDescription {
  const { outputs } = variants[0]!;
  return {
    kind: "choice",
    name,
    named: true,
    inputs: [],
    outputs,
    code: "",
    hasPreprocess: false,
    hasPostprocess: false,
    variants,
  };
}

export function output(
  name: string,
  component: ComponentDescription = { component: "JSON", options: {} },
): OutputDescription {
  return { name, view: { kind: "component", component } };
}

function inputOf(name: string, source: string): InputDescription {
  const [path = "", how] = source.split(" ");
  if (how === "component") return { name, kind: "component", input: path, component: textbox };
  if (how === "fixed") return { name, kind: "fixed", value: path };
  const [node = "", port = "output", field] = path.split(".");
  const from: PortRef = { node, port, each: how === "each", ...(field && { field }), all: how === "all" };
  return { name, kind: "port", from };
}
