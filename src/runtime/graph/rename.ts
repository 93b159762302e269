import type { GraphDescription, InputId, NodeDescription } from "./description.ts";
import type { ComponentDescription } from "../components/description.ts";
import { nodesOf } from "./variants.ts";

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** What goes on under other names in the next version of a graph. */
export interface Renames {
  readonly node?: Rename | undefined;
  readonly inputs: readonly Rename[];
}

export function renames(before: GraphDescription, after: GraphDescription): Renames {
  return { node: findRename(before, after), inputs: findInputRenames(before, after) };
}

/** A rename: exactly one node vanished and exactly one appeared, with an equal definition. */
export function findRename(before: GraphDescription, after: GraphDescription): Rename | undefined {
  const [from, to] = onlyChange(nodesOf(before), nodesOf(after), ({ name }) => name) ?? [];
  if (!from || !to || definition(from) !== definition(to)) return undefined;
  return { from: from.name, to: to.name };
}

/** Canvas inputs with another name: of one node exactly one vanished and exactly one appeared, with an equal component. */
export function findInputRenames(before: GraphDescription, after: GraphDescription): Rename[] {
  const old = new Map(nodesOf(before).map((node) => [node.name, ownInputs(node)]));
  return nodesOf(after).flatMap((node) => {
    const [from, to] = onlyChange(old.get(node.name) ?? [], ownInputs(node), ({ id }) => id) ?? [];
    if (!from || !to || JSON.stringify(from.component) !== JSON.stringify(to.component)) return [];
    return [{ from: from.id, to: to.id }];
  });
}

/**
 * A graph of a file that got another name: exactly one vanished, exactly one appeared, and a node of the one is in the
 * other, so that there is something to keep. Its other nodes may have changed as in any graph.
 */
export function isRenamed(before: GraphDescription, after: GraphDescription): boolean {
  const old = new Set(nodesOf(before).map(({ name }) => name));
  return nodesOf(after).some(({ name }) => old.has(name));
}

/** What vanished and what appeared, if it is one each. */
export function onlyChange<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
): [from: T, to: T] | undefined {
  const [old, present] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))];
  const vanished = before.filter((one) => !present.has(nameOf(one)));
  const appeared = after.filter((one) => !old.has(nameOf(one)));
  const [from, to] = [vanished[0], appeared[0]];
  if (vanished.length !== 1 || appeared.length !== 1 || from === undefined || to === undefined)
    return undefined;
  return [from, to];
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

interface OwnInput {
  readonly id: InputId;
  readonly component: ComponentDescription;
}

/** The canvas inputs that are named after a node, each once. */
function ownInputs({ name, inputs }: NodeDescription): OwnInput[] {
  const own = new Map<InputId, ComponentDescription>();
  for (const input of inputs) {
    if (input.kind === "component" && input.input.startsWith(`${name}.`))
      own.set(input.input, input.component);
  }
  return [...own].map(([id, component]) => ({ id, component }));
}
