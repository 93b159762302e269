import { isVisible } from "../components/component-queries.ts";
import type { ComponentDescription } from "../components/description.ts";
import { canvasInputs, labelOf, type CanvasInput } from "./canvas-inputs.ts";
import type {
  AppInputRef,
  ChoiceNodeDescription,
  GraphDescription,
  InputId,
  NodeDescription,
  OutputView,
} from "./description.ts";
import { dependenciesOf } from "./edges.ts";
import { runs } from "./node-kinds.ts";
import { selectedVariant, type SelectedVariants } from "./variants.ts";

/** A graph as a form: what a person fills in and what they get, in order. */
export interface AppForm {
  readonly fields: readonly AppField[];
  readonly outputs: readonly AppOutput[];
}

export type AppField =
  | {
      readonly kind: "input";
      readonly id: InputId;
      readonly component: ComponentDescription;
      readonly label: string;
      /** The first node that takes it. */
      readonly node: string;
    }
  /** The selector of a choice. */
  | { readonly kind: "choice"; readonly choice: ChoiceNodeDescription; readonly selected: string };

/** One port of a node that runs, with how it is shown. */
export interface AppOutput {
  readonly node: NodeDescription;
  readonly port: string;
  readonly label: string;
  readonly view: Exclude<OutputView, { readonly kind: "hidden" }>;
}

/**
 * The form of a graph. Unless its option `app` says otherwise, it has every canvas input, in the order of the nodes, and the
 * outputs of the last nodes. Inputs that only variants take which are not selected are left out, and so is what is not visible.
 */
export function appForm(graph: GraphDescription, selected: SelectedVariants): AppForm {
  const inputs = new Map(canvasInputs(graph).map((input) => [input.id, input]));
  const refs = graph.app?.inputs ?? everyInput(graph);
  return { fields: refs.flatMap((ref) => fieldOf(ref, graph, inputs, selected)), outputs: outputsOf(graph) };
}

/** The nodes that have to run for what the form shows; undefined where that is the whole graph. */
export function appTargets(graph: GraphDescription): readonly string[] | undefined {
  const outputs = graph.app?.outputs;
  return outputs && [...new Set(outputs.map(({ node }) => node))];
}

function everyInput(graph: GraphDescription): AppInputRef[] {
  const inputs = canvasInputs(graph);
  return graph.nodes.flatMap((node): AppInputRef[] => [
    ...(node.kind === "choice" ? [{ kind: "choice" as const, node: node.name }] : []),
    ...inputs.flatMap(({ id, users }) =>
      users[0]?.node === node.name ? [{ kind: "input" as const, input: id }] : [],
    ),
  ]);
}

function fieldOf(
  ref: AppInputRef,
  graph: GraphDescription,
  inputs: ReadonlyMap<InputId, CanvasInput>,
  selected: SelectedVariants,
): AppField[] {
  const choiceNamed = (name: string) =>
    graph.nodes.find((node): node is ChoiceNodeDescription => node.kind === "choice" && node.name === name);
  const variantOf = (choice: ChoiceNodeDescription) => selectedVariant(choice, selected)?.name ?? "";
  if (ref.kind === "choice") {
    const choice = choiceNamed(ref.node);
    return choice ? [{ kind: "choice", choice, selected: variantOf(choice) }] : [];
  }
  const input = inputs.get(ref.input);
  if (!input || !isVisible(input.component)) return [];
  const user = input.users.find(({ node, variant }) => {
    const choice = variant === undefined ? undefined : choiceNamed(node);
    return choice === undefined || variantOf(choice) === variant;
  });
  if (!user) return [];
  const { id, component } = input;
  return [{ kind: "input", id, component, label: labelOf(component, user.input), node: user.node }];
}

function outputsOf(graph: GraphDescription): AppOutput[] {
  const wanted = graph.app?.outputs;
  if (!wanted)
    return lastNodes(graph).flatMap((node) => node.outputs.flatMap(({ name }) => outputOf(node, name)));
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  return wanted.flatMap(({ node, port }) => {
    const found = nodes.get(node);
    return found ? outputOf(found, port) : [];
  });
}

function outputOf(node: NodeDescription, port: string): AppOutput[] {
  const view = node.outputs.find(({ name }) => name === port)?.view;
  if (!view || view.kind === "hidden") return [];
  if (view.kind === "items") return [{ node, port, label: port, view }];
  return isVisible(view.component) ? [{ node, port, label: labelOf(view.component, port), view }] : [];
}

/** Nodes that run, and that no other node takes anything from, whichever variants are selected. */
function lastNodes(graph: GraphDescription): NodeDescription[] {
  const used = new Set([...dependenciesOf(graph).values()].flat());
  return graph.nodes.filter((node) => runs(node) && !used.has(node.name));
}
