import type {
  ChoiceNodeDescription,
  GraphDescription,
  InputDescription,
  InputNodeDescription,
  NodeDescription,
  PortRef,
  StepDescription,
} from "../graph/description.ts";

/**
 * One thing of a graph that can have a value: a step, one variant of a choice, or a card of inputs. Choices are resolved
 * here, once, so that planning and running know only units.
 */
export interface Unit {
  /** Its place in topological order. */
  readonly index: number;
  /** Results and picks are kept under it: the node's name, or the variant's. */
  readonly name: string;
  readonly node: StepDescription | InputNodeDescription;
  /** The choice that this is a variant of. */
  readonly choice?: string;
  /** False for a variant that is not picked: it has results of its own, but nothing downstream uses it. */
  readonly picked: boolean;
  readonly inputs: readonly UnitInput[];
  /** Units whose ports the inputs use, each once. */
  readonly upstream: readonly number[];
  /** How often it is scattered: 0 runs once, 1 once per item, 2 once per item of each item … */
  readonly depth: number;
}

export interface UnitInput {
  readonly source: InputDescription;
  /** For a port: the unit behind it. */
  readonly from?: number;
  /** Levels of lists in the input's value over which the unit is scattered. */
  readonly depth: number;
}

export interface Outline {
  readonly graph: GraphDescription;
  readonly picks: Readonly<Record<string, string>>;
  /** Upstream before downstream. */
  readonly units: readonly Unit[];
  /** By node name; a choice leads to its picked variant. */
  readonly byName: ReadonlyMap<string, Unit>;
}

/** The variant of a choice that is picked; the first where the pick names none. */
export function pickedVariant(choice: ChoiceNodeDescription, picks: Readonly<Record<string, string>>): StepDescription {
  const picked = choice.variants.find((variant) => variant.name === picks[choice.name]) ?? choice.variants[0];
  if (!picked) throw new Error(`The choice '${choice.name}' has no variants.`);
  return picked;
}

interface Draft {
  readonly name: string;
  readonly node: StepDescription | InputNodeDescription;
  readonly choice?: string;
  readonly picked: boolean;
}

/** Units in topological order, for the given picks. Throws where the graph has a cycle or names a node it has not. */
export function outlineOf(graph: GraphDescription, picks: Readonly<Record<string, string>>): Outline {
  const drafts = new Map<string, Draft>();
  for (const node of graph.nodes) for (const draft of draftsOf(node, picks)) drafts.set(draft.name, draft);
  const targets = targetsOf(graph, picks);

  const units: Unit[] = [];
  const done = new Map<string, Unit>();
  const open = new Set<string>();
  // An explicit stack, because a chain can be longer than the call stack.
  for (const start of drafts.values()) {
    const stack: Draft[] = [start];
    while (stack.length > 0) {
      const draft = stack.at(-1)!;
      if (done.has(draft.name)) {
        stack.pop();
        continue;
      }
      open.add(draft.name);
      const missing = unplaced(draft, drafts, targets, done);
      if (missing) {
        if (open.has(missing.name)) throw new Error(`The graph '${graph.name}' has a cycle through '${missing.name}'.`);
        stack.push(missing);
        continue;
      }
      const unit = place(draft, units.length, targets, done, units);
      units.push(unit);
      done.set(draft.name, unit);
      open.delete(draft.name);
      stack.pop();
    }
  }
  const byName = new Map(done);
  for (const [name, target] of targets) byName.set(name, done.get(target)!);
  return { graph, picks, units, byName };
}

function draftsOf(node: NodeDescription, picks: Readonly<Record<string, string>>): Draft[] {
  if (node.kind !== "choice") return [{ name: node.name, node, picked: true }];
  const picked = pickedVariant(node, picks);
  return node.variants.map((variant) => ({
    name: variant.name,
    node: variant,
    choice: node.name,
    picked: variant === picked,
  }));
}

/** Node name → the unit that stands for it where it is another one. */
function targetsOf(graph: GraphDescription, picks: Readonly<Record<string, string>>): Map<string, string> {
  const targets = new Map<string, string>();
  for (const node of graph.nodes) if (node.kind === "choice") targets.set(node.name, pickedVariant(node, picks).name);
  return targets;
}

function portsOf(node: Draft["node"]): PortRef[] {
  return node.inputs.flatMap((input) => (input.kind === "port" ? [input.from] : []));
}

function unplaced(
  draft: Draft,
  drafts: ReadonlyMap<string, Draft>,
  targets: ReadonlyMap<string, string>,
  done: ReadonlyMap<string, Unit>,
): Draft | undefined {
  for (const port of portsOf(draft.node)) {
    const name = targets.get(port.node) ?? port.node;
    if (done.has(name)) continue;
    const upstream = drafts.get(name);
    if (!upstream) throw new Error(`'${draft.name}' uses the node '${port.node}', which the graph does not have.`);
    return upstream;
  }
  return undefined;
}

function place(
  draft: Draft,
  index: number,
  targets: ReadonlyMap<string, string>,
  done: ReadonlyMap<string, Unit>,
  units: readonly Unit[],
): Unit {
  const inputs = draft.node.inputs.map((source): UnitInput => {
    if (source.kind !== "port") return { source, depth: 0 };
    const upstream = done.get(targets.get(source.from.node) ?? source.from.node)!;
    return { source, from: upstream.index, depth: depthOfPort(source.from, upstream.depth) };
  });
  const upstream = [...new Set(inputs.flatMap((input) => (input.from === undefined ? [] : [input.from])))];
  const depth = inputs.reduce((deepest, input) => Math.max(deepest, input.depth), 0);
  return { ...draft, index, inputs, upstream: upstream.filter((from) => units[from]), depth };
}

/** `all()` removes the innermost level, `each` adds one. */
function depthOfPort(port: PortRef, depth: number): number {
  return Math.max(0, depth - (port.all ? 1 : 0)) + (port.each ? 1 : 0);
}
