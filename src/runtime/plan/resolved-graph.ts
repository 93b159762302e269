import type {
  GraphDescription,
  InputDescription,
  InputNodeDescription,
  StepDescription,
} from "../graph/description.ts";
import { linkStates, type StateLinks, type StateUser } from "../graph/app-states.ts";
import { calledNodes } from "../graph/calls.ts";
import { topologicalOrder } from "../graph/order.ts";
import { inputDepth } from "../graph/scatter.ts";
import { selectedVariant, type SelectedVariants } from "../graph/variants.ts";

/**
 * One thing of a graph that can have a value: a step, one variant of a choice, or a card of inputs. Choices are resolved
 * here, once, so that planning and running know only plan nodes.
 */
export interface PlanNode {
  /** Its index in topological order. */
  readonly index: number;
  /** Results are kept under it: the node's name, or the variant's. */
  readonly name: string;
  readonly node: StepDescription | InputNodeDescription;
  /** The choice that this is a variant of. */
  readonly choice?: string;
  /** False for a variant that is not selected: it has results of its own, but nothing downstream uses it. */
  readonly selected: boolean;
  /** A function calls it: it does not run by itself. */
  readonly called: boolean;
  readonly inputs: readonly PlanInput[];
  /** Indices of the plan nodes whose ports the inputs use, or whose states it takes, each once. */
  readonly upstream: readonly number[];
  /** Indices of plan nodes that have to be over before it changes a state of their app. */
  readonly after: readonly number[];
  /** Where it finds the states of its app; undefined where no other plan node uses states of it, or where that is not known. */
  readonly states?: PlanStates;
  /** How often it is scattered: 0 runs once, 1 once per item, 2 once per item of each item … */
  readonly depth: number;
}

export interface PlanStates extends Pick<StateLinks, "changes" | "partners" | "unclear"> {
  readonly from: readonly {
    readonly planNode: number;
    readonly name: string;
    /** The states that it takes. */
    readonly ids: readonly number[];
    /** How often the plan node that left them is scattered. */
    readonly depth: number;
  }[];
}

export interface PlanInput {
  readonly source: InputDescription;
  /** For a port: the plan node behind it. */
  readonly from?: number;
  /** Levels of lists in the input's value over which the plan node is scattered. */
  readonly depth: number;
}

export interface ResolvedGraph {
  readonly graph: GraphDescription;
  /** The selected variant of every choice. */
  readonly selectedVariants: SelectedVariants;
  /** Upstream before downstream. */
  readonly planNodes: readonly PlanNode[];
  /** By node name; a choice leads to its selected variant. */
  readonly byName: ReadonlyMap<string, PlanNode>;
}

type Draft = Pick<PlanNode, "name" | "node" | "choice" | "selected" | "called">;

/** How a step uses the states of the app that it calls; undefined where it calls none, or where that is not known. */
export type StatesOf = (step: StepDescription) => Omit<StateUser, "leaves"> | undefined;

/**
 * The nodes of a graph in topological order, each choice replaced by its variants.
 * @throws if the graph has a cycle, or if an input names a node that the graph does not have
 */
export function resolveGraph(
  graph: GraphDescription,
  selected: SelectedVariants,
  statesOf: StatesOf = () => undefined,
): ResolvedGraph {
  const drafts = new Map<string, Draft>();
  const selectedVariants: Record<string, string> = {};
  const callable = calledNodes(graph);
  for (const node of graph.nodes) {
    const called = callable.has(node.name);
    if (node.kind === "choice") {
      const current = selectedVariant(node, selected);
      if (!current) throw new Error(`The choice '${node.name}' has no variants.`);
      selectedVariants[node.name] = current.name;
      for (const variant of node.variants) {
        const selected = variant === current;
        drafts.set(variant.name, { name: variant.name, node: variant, choice: node.name, selected, called });
      }
    } else {
      drafts.set(node.name, { name: node.name, node, selected: true, called });
    }
  }
  const planNodes: PlanNode[] = [];
  const byName = new Map<string, PlanNode>();
  const depths = new Map<string, number>();
  const needs = needsOf(graph, drafts, selectedVariants);
  const links = linksOf(drafts, needs, statesOf);
  for (const name of orderOf(graph, needs, links)) {
    const draft = drafts.get(name)!;
    const planNode = place(draft, planNodes.length, byName, depths, links.get(name));
    planNodes.push(planNode);
    const names = draft.choice !== undefined && draft.selected ? [name, draft.choice] : [name];
    for (const key of names) {
      byName.set(key, planNode);
      depths.set(key, planNode.depth);
    }
  }
  return { graph, selectedVariants, planNodes, byName };
}

function needsOf(
  graph: GraphDescription,
  drafts: ReadonlyMap<string, Draft>,
  selectedVariants: SelectedVariants,
): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, string[]>();
  for (const { name, node } of drafts.values()) {
    const needed = node.inputs.flatMap((input) => {
      if (input.kind !== "port") return [];
      const target = selectedVariants[input.from.node] ?? input.from.node;
      if (drafts.has(target)) return [target];
      throw new Error(`'${name}' uses the node '${target}', which the graph '${graph.name}' does not have.`);
    });
    needs.set(name, [...new Set(needed)]);
  }
  return needs;
}

function linksOf(
  drafts: ReadonlyMap<string, Draft>,
  needs: ReadonlyMap<string, readonly string[]>,
  statesOf: StatesOf,
): ReadonlyMap<string, StateLinks> {
  const users = new Map<string, StateUser>();
  for (const { name, node, selected } of drafts.values()) {
    const states = node.kind === "input" ? undefined : statesOf(node);
    if (states) users.set(name, { ...states, leaves: selected });
  }
  return linkStates(users, needs);
}

/** Every plan node after those it needs, and after those whose states it takes or changes. */
function orderOf(
  graph: GraphDescription,
  needs: ReadonlyMap<string, readonly string[]>,
  links: ReadonlyMap<string, StateLinks>,
): readonly string[] {
  const before = new Map(
    [...needs].map(([name, needed]) => {
      const { from, after } = links.get(name) ?? {};
      return [
        name,
        from || after ? [...new Set([...needed, ...(from?.keys() ?? []), ...(after ?? [])])] : needed,
      ];
    }),
  );
  const sorted = topologicalOrder(before);
  if (sorted.type === "order") return sorted.order;
  const around = [...sorted.cycle, sorted.cycle[0]].join(" → ");
  throw new Error(`The graph '${graph.name}' has a cycle: ${around}.`);
}

function place(
  draft: Draft,
  index: number,
  byName: ReadonlyMap<string, PlanNode>,
  depths: ReadonlyMap<string, number>,
  links: StateLinks | undefined,
): PlanNode {
  const inputs = draft.node.inputs.map((source): PlanInput => {
    const from = source.kind === "port" ? byName.get(source.from.node)!.index : undefined;
    return { source, from, depth: inputDepth(source, depths) };
  });
  const indexOf = (name: string) => byName.get(name)!.index;
  const upstream = new Set(inputs.flatMap((input) => (input.from === undefined ? [] : [input.from])));
  for (const name of links?.from.keys() ?? []) upstream.add(indexOf(name));
  const depth = inputs.reduce((deepest, input) => Math.max(deepest, input.depth), 0);
  const after = links?.after.map(indexOf) ?? [];
  const states = links && planStates(links, byName);
  const { name, node, choice, selected, called } = draft;
  // Written out: a spread would make an object that engines read slowly, for each node of each plan.
  return {
    index,
    name,
    node,
    choice,
    selected,
    called,
    inputs,
    upstream: [...upstream],
    after,
    states,
    depth,
  };
}

function planStates({ from, ...links }: StateLinks, byName: ReadonlyMap<string, PlanNode>): PlanStates {
  const taken = [...from].map(([name, ids]) => {
    const { index, depth } = byName.get(name)!;
    return { planNode: index, name, ids, depth };
  });
  return { ...links, from: taken };
}
