import type {
  ChoiceNodeDescription,
  FnNodeDescription,
  GradioNodeDescription,
  GraphDescription,
  InputDescription,
  InputSource,
  NodeDescription,
  OutputDescription,
  StepDescription,
} from "../../../src/runtime/graph/description.ts";
import type { ComponentDescription } from "../../../src/runtime/components/description.ts";
import type { Json } from "../../../src/runtime/values/value.ts";

// Short ways to write down graphs in tests.

export function graph(...nodes: NodeDescription[]): GraphDescription {
  return { name: "Test", nodes };
}

/** A function node whose outputs take anything; `code` stands for its source. */
export function fn(
  name: string,
  inputs: Readonly<Record<string, InputSource>> = {},
  options: Partial<Omit<FnNodeDescription, "outputs">> & { readonly outputs?: readonly string[] } = {},
): FnNodeDescription {
  const { outputs = ["output"], ...rest } = options;
  return {
    kind: "fn",
    name,
    named: true,
    code: `code of ${name}`,
    fnName: name,
    concurrent: true,
    hasPreprocess: false,
    hasPostprocess: false,
    inputs: inputList(inputs),
    outputs: outputs.map(anyOutput),
    source: { file: "/workflow.ts", line: 1, column: 1 },
    ...rest,
  };
}

export function inputList(inputs: Readonly<Record<string, InputSource>>): InputDescription[] {
  return Object.entries(inputs).map(([name, source]) => ({ name, ...source }));
}

export function anyOutput(name: string): OutputDescription {
  return { name, view: { kind: "component", component: { component: "JSON", options: {} } } };
}

export function fixed(value: Json): InputSource {
  return { kind: "fixed", value };
}

export function callable(code = "Math.random"): InputSource {
  return { kind: "callable", code };
}

export function canvas(
  input: string,
  value: Json = "",
  component: ComponentDescription["component"] = "Textbox",
): InputSource {
  return { kind: "component", input, component: { component, options: { value } } };
}

/** `"node.port"`, with `.each`, `.each.field` or `.all()`. */
export function port(path: string): InputSource {
  const [node = "", name = "output", ...rest] = path.split(".");
  const all = rest[0] === "all()";
  const each = rest[0] === "each";
  return { kind: "port", from: { node, port: name, each, all, field: each ? rest[1] : undefined } };
}

/** Nodes in a row, each using the one before. */
export function chain(length: number): GraphDescription {
  const nodes = Array.from({ length }, (_, i) =>
    fn(`n${i}`, { x: i === 0 ? fixed(0) : port(`n${i - 1}.output`) }),
  );
  return graph(...nodes);
}

/** A node that calls a Space. */
export function space(
  name: string,
  inputs: Readonly<Record<string, InputSource>> = {},
  options: Partial<GradioNodeDescription> = {},
): GradioNodeDescription {
  return {
    kind: "gradio",
    name,
    named: true,
    code: "",
    space: `owner/${name}`,
    apiName: "/predict",
    runLocally: false,
    validate: false,
    hasPreprocess: false,
    hasPostprocess: false,
    inputs: inputList(inputs),
    outputs: [anyOutput("output")],
    source: { file: "/workflow.ts", line: 1, column: 1 },
    ...options,
  };
}

/** Alternatives; the first is picked. */
export function choice(name: string, ...variants: StepDescription[]): ChoiceNodeDescription {
  const { outputs } = variants[0]!;
  return {
    ...{ kind: "choice", name, named: true, code: "", hasPreprocess: false, hasPostprocess: false },
    ...{ inputs: [], outputs, variants },
  };
}
