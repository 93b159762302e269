import { ComponentObject, factoryName } from "../component.ts";
import { takeMisses } from "../misses.ts";
import { checkOptionNames, kindOf, mistake, notFound } from "../mistakes.ts";
import { DefinedNode, titleOf, type PortWire } from "../nodes/definition.ts";
import { wireOf } from "../ports.ts";

/** One entry of the option `app`, before its graph is described. */
export type AppEntry =
  | { readonly kind: "component"; readonly component: ComponentObject }
  | { readonly kind: "port"; readonly wire: PortWire }
  | { readonly kind: "node"; readonly node: DefinedNode }
  /** "node.input" */
  | { readonly kind: "name"; readonly name: string };

type AppOutputEntry = Extract<AppEntry, { kind: "port" | "node" }>;

/** The option `app` of a graph as it was given. */
export interface AppGiven {
  readonly inputs?: readonly AppEntry[];
  readonly outputs?: readonly AppOutputEntry[];
}

/** Looks at the option `app` of a graph; what its entries mean in the graph is told by `describeApp`. */
export function appOption(graph: string, given: unknown): AppGiven {
  const of = `The app of ${graph}`;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw mistake(
      `The option 'app' of ${graph} must be an object, as in { inputs: [prompt], outputs: [cutout.image] }, but is ${kindOf(given)}.`,
    );
  }
  const options = given as Readonly<Record<string, unknown>>;
  checkOptionNames(of, options, ["inputs", "outputs"]);
  const inputs = listOf(of, "inputs", options["inputs"])?.map(inputEntry);
  const outputs = listOf(of, "outputs", options["outputs"])?.map(outputEntry);
  if (outputs?.length === 0)
    throw mistake(`${of} has no outputs.`, "Name a port, or leave 'outputs' out: it shows the last nodes'.");
  return { ...(inputs && { inputs }), ...(outputs && { outputs }) };
}

interface Given {
  /** "Number 2 in the inputs of the app of Graph 'x'" */
  readonly what: string;
  readonly value: unknown;
}

function listOf(of: string, option: "inputs" | "outputs", value: unknown): readonly Given[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value))
    throw mistake(`The option '${option}' of ${lower(of)} must be a list, but is ${kindOf(value)}.`);
  const values = value as readonly unknown[];
  const given = values.map((one, index) => ({
    what: `Number ${index + 1} in the ${option} of ${lower(of)}`,
    value: one,
  }));
  const absent = given.filter((one) => one.value === undefined);
  const misses = takeMisses(absent.length);
  for (const [index, { what }] of absent.entries()) {
    const miss = misses[index];
    const why = miss ? ` ${notFound(miss.of, miss.kind, miss.name, miss.options)}` : "";
    throw mistake(`${what} is undefined.${why}`);
  }
  return given;
}

function inputEntry({ what, value }: Given): AppEntry {
  if (value instanceof ComponentObject) return { kind: "component", component: value };
  if (typeof value === "string") return { kind: "name", name: value };
  const factory = factoryName(value);
  if (factory) throw mistake(`${what} is gr.${factory}; give the component that an input was given.`);
  const entry = portOrNode(what, value);
  if (entry) return entry;
  throw mistake(
    `${what} must be a component of an input, a port of an InputNode, a node, or a text such as "painter.prompt", but is ${kindOf(value)}.`,
  );
}

function outputEntry({ what, value }: Given): AppOutputEntry {
  const entry = portOrNode(what, value);
  if (entry) return entry;
  throw mistake(`${what} must be a port of a node, or a node, but is ${kindOf(value)}.`);
}

function portOrNode(what: string, value: unknown): AppOutputEntry | undefined {
  if (value instanceof DefinedNode) return { kind: "node", node: value };
  const wire = wireOf(value);
  if (wire === undefined) return undefined;
  if (wire.each || wire.all) {
    throw mistake(`${what} goes through port '${wire.port}' of ${titleOf(wire.node)}; give the port itself.`);
  }
  return { kind: "port", wire };
}

function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
