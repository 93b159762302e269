import type { GraphDescription, InputId, NodeDescription } from "./description.ts";
import { nodesOf } from "./nodes.ts";

export interface Rename {
  readonly from: string;
  readonly to: string;
  /** The canvas inputs that were named after the node, old id → new id. */
  readonly inputs: Readonly<Record<InputId, InputId>>;
}

/** A rename: exactly one node vanished and exactly one appeared, with an equal definition. */
export function findRename(before: GraphDescription, after: GraphDescription): Rename | undefined {
  const old = new Map(nodesOf(before).map((node) => [node.name, node]));
  const present = new Map(nodesOf(after).map((node) => [node.name, node]));
  const vanished = [...old.values()].filter((node) => !present.has(node.name));
  const appeared = [...present.values()].filter((node) => !old.has(node.name));
  const [from, to] = [vanished[0], appeared[0]];
  if (vanished.length !== 1 || appeared.length !== 1 || !from || !to) return undefined;
  if (definition(from) !== definition(to)) return undefined;
  return { from: from.name, to: to.name, inputs: renamedInputs(from, to) };
}

/** A node's definition without its name and place. The function's own name does not matter either. */
function definition(node: NodeDescription): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (value === node) return { ...node, name: "", fnName: "", source: null, named: null };
    if (key === "input" && typeof value === "string") return relative(value, node.name);
    return key === "source" ? undefined : value;
  });
}

function relative(id: InputId, name: string): string {
  return id.startsWith(`${name}.`) ? id.slice(name.length) : id;
}

function renamedInputs(from: NodeDescription, to: NodeDescription): Record<InputId, InputId> {
  const renamed: Record<InputId, InputId> = {};
  for (const [index, input] of from.inputs.entries()) {
    const other = to.inputs[index];
    if (input.kind !== "component" || other?.kind !== "component") continue;
    if (input.input !== other.input) renamed[input.input] = other.input;
  }
  return renamed;
}
