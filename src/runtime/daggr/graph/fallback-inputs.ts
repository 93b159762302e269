import { quoteList } from "../../text/similarity.ts";
import { nodeInputs, type NodeInput } from "../fn-inputs.ts";
import { definitionOf, titleOf, type DefinedNode, type PortWire } from "../nodes/definition.ts";
import { WorkflowError, type Origins } from "../site.ts";

type Inputs = ReadonlyMap<string, NodeInput>;

export interface FallbackInputs {
  /** Its fixed values, functions that are called, and defaults. */
  readonly own: Inputs;
  /** Its other inputs → the inputs of the node that it stands in for. */
  readonly taken: Readonly<Record<string, string>>;
  /** All of them, for a fallback of its own. */
  readonly all: Inputs;
}

/**
 * A fallback gets what the node got that failed: the same port or component where it names it, else the input of the same
 * name. So nothing else has to run for it.
 */
export function fallbackInputs(
  node: DefinedNode,
  given: Inputs,
  other: DefinedNode,
  origins: Origins,
): FallbackInputs {
  const { own: kind, hasInputs } = definitionOf(other);
  if (!hasInputs && (kind.kind !== "fn" || !origins.inputsOf(kind.fn))) {
    const taken = Object.fromEntries([...given.keys()].map((name) => [name, name]));
    return { own: new Map(), taken, all: given };
  }
  const own = new Map<string, NodeInput>();
  const all = new Map<string, NodeInput>();
  const taken: Record<string, string> = {};
  for (const [name, input] of nodeInputs(other, origins)) {
    const from = sourceOf(name, input, given);
    if (from !== undefined) taken[name] = from;
    else if (input.kind === "port" || input.kind === "component" || input.kind === "missing")
      throw notTaken(node, other, name, input, given, origins);
    else own.set(name, input);
    all.set(name, from === undefined ? input : given.get(from)!);
  }
  return { own, taken, all };
}

/** Which input of the node that failed an input of its fallback gets; undefined for one of its own. */
function sourceOf(name: string, input: NodeInput, given: Inputs): string | undefined {
  if (input.kind === "fixed" || input.kind === "callable") return undefined;
  return [...given].find(([, one]) => isSame(one, input))?.[0] ?? (given.has(name) ? name : undefined);
}

function isSame(one: NodeInput, other: NodeInput): boolean {
  if (one.kind === "component" && other.kind === "component") return one.component === other.component;
  return one.kind === "port" && other.kind === "port" && isSameWire(one.wire, other.wire);
}

function isSameWire(one: PortWire, other: PortWire): boolean {
  return (
    one.node === other.node &&
    one.port === other.port &&
    one.each === other.each &&
    one.field === other.field &&
    one.all === other.all
  );
}

function notTaken(
  node: DefinedNode,
  other: DefinedNode,
  name: string,
  input: NodeInput,
  given: Inputs,
  origins: Origins,
): WorkflowError {
  const what =
    input.kind === "port"
      ? `is wired to '${input.wire.port}' of ${titleOf(input.wire.node)}`
      : input.kind === "component"
        ? "is an input on the canvas"
        : "has no value";
  const inputs = given.size > 0 ? `, which has ${quoteList([...given.keys()])}` : ", which has none";
  return new WorkflowError(
    `Input '${name}' of ${titleOf(other)} ${what}, but a fallback gets its inputs from the node that it stands in for, ${titleOf(node)}${inputs}.`,
    {
      help: `Give '${name}' a fixed value, or the port or name of one of these inputs.`,
      at: origins.siteOf(other).source,
    },
  );
}
