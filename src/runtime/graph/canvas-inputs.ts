import type { GraphDescription, InputId } from "./description.ts";
import type { ComponentDescription } from "../components/description.ts";
import { stepsOf } from "./variants.ts";

/** One input on the canvas and everything that takes its value. */
export interface CanvasInput {
  readonly id: InputId;
  readonly component: ComponentDescription;
  readonly users: readonly InputUser[];
}

export interface InputUser {
  /** The card: a node, an InputNode, or a choice. */
  readonly node: string;
  /** Of a choice: the variant that has the input. */
  readonly variant?: string;
  readonly input: string;
}

/** The canvas inputs of a graph, variants that are not picked included, in the order of the nodes that use them first. */
export function canvasInputs(graph: GraphDescription): CanvasInput[] {
  const found = new Map<InputId, { id: InputId; component: ComponentDescription; users: InputUser[] }>();
  for (const node of graph.nodes) {
    for (const step of stepsOf(node)) {
      for (const input of step.inputs) {
        if (input.kind !== "component") continue;
        const entry = found.get(input.input) ?? { id: input.input, component: input.component, users: [] };
        const variant = step === node ? {} : { variant: step.name };
        entry.users.push({ node: node.name, ...variant, input: input.name });
        found.set(input.input, entry);
      }
    }
  }
  return [...found.values()];
}

/** The text over a component: its own label, else the name of its input or output. */
export function labelOf({ options }: ComponentDescription, name: string): string {
  const { label } = options;
  return typeof label === "string" && label !== "" ? label : name;
}
