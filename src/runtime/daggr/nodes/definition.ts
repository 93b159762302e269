import type { HumanNodeDescription } from "../../graph/description.ts";
import type { ComponentDescription } from "../../components/description.ts";
import type { Json } from "../../values/value.ts";
import type { ComponentObject } from "../component.ts";

/** What an input of a node was given. */
export type InputDefinition =
  | { readonly kind: "component"; readonly component: ComponentObject }
  | { readonly kind: "port"; readonly wire: PortWire }
  | { readonly kind: "fixed"; readonly value: Json }
  | { readonly kind: "callable"; readonly call: () => unknown };

/** How an output of a node is shown. */
export type OutputDefinition =
  | { readonly kind: "component"; readonly component: ComponentDescription }
  | { readonly kind: "items"; readonly fields: Readonly<Record<string, ComponentDescription>> }
  | { readonly kind: "hidden" }
  /** Like the port that another input of the node is wired to, or else as JSON; `item` for one item of its list. */
  | { readonly kind: "like"; readonly input: string; readonly item: boolean };

export type Preprocess = (inputs: Readonly<Record<string, unknown>>) => unknown;
export type Postprocess = (...returned: unknown[]) => unknown;
export type Fn = (inputs: Readonly<Record<string, unknown>>, context: unknown) => unknown;

/** What stands in for the result of a node that failed. */
export type FallbackDefinition =
  /** A value is a function that gives it. */
  | { readonly kind: "value"; readonly give: (error: Error) => unknown }
  | { readonly kind: "node"; readonly node: DefinedNode };

/** The options of all nodes that work in a run. */
export interface StepOptions {
  readonly retries?: number;
  readonly timeout?: number;
  readonly cacheFor?: number;
  readonly fallback?: FallbackDefinition;
}

/** What one kind of node has in addition to what all have. */
export type KindDefinition =
  | {
      readonly kind: "gradio";
      readonly space: string;
      readonly apiName: string | number;
      readonly runLocally: boolean;
      readonly validate: boolean;
    }
  | {
      readonly kind: "fn";
      readonly fn: Fn;
      readonly concurrent: boolean;
      readonly concurrencyGroup?: string;
      readonly maxConcurrent?: number;
      readonly where?: string;
      readonly retry?: "never";
      /** The nodes that it may call. */
      readonly calls?: readonly DefinedNode[];
    }
  | { readonly kind: "inference"; readonly model: string; readonly provider?: string; readonly task?: string }
  | { readonly kind: "input" }
  | { readonly kind: "choice"; readonly variants: readonly DefinedNode[] }
  | { readonly kind: "human"; readonly step: HumanNodeDescription["step"]; readonly message?: string };

/** Everything a node was made with. */
export interface NodeDefinition extends StepOptions {
  /** The class, for messages. */
  readonly maker: string;
  /** As given in `name`. */
  readonly name?: string;
  /** The function's, Space's or model's own name, for nodes that have no other. */
  readonly shortName: string;
  readonly inputs: ReadonlyMap<string, InputDefinition>;
  /** Whether the option `inputs` was given. */
  readonly hasInputs: boolean;
  readonly outputs: ReadonlyMap<string, OutputDefinition>;
  readonly preprocess?: Preprocess;
  readonly postprocess?: Postprocess;
  readonly own: KindDefinition;
}

/** What a port stands for when it is given to an input. */
export interface PortWire {
  readonly node: DefinedNode;
  readonly port: string;
  readonly each: boolean;
  readonly field?: string;
  readonly all: boolean;
}

// Not a string, so that a port can have any name.
const inside: unique symbol = Symbol("daggr node");

interface Inside {
  definition: NodeDefinition;
  /** Counts all nodes in the order of their construction. */
  readonly number: number;
  /** What the node is called once the graph was described. */
  finalName?: string;
}

let constructed = 0;

/** A node as its definition, its number and its name; `NodeObject` adds what workflows use of it. */
export class DefinedNode {
  readonly [inside]: Inside;

  constructor(definition: NodeDefinition) {
    this[inside] = { definition, number: constructed++ };
  }
}

export function definitionOf(node: DefinedNode): NodeDefinition {
  return node[inside].definition;
}

/** `painter.orElse(other)`: the node itself gets a fallback. */
export function setFallback(node: DefinedNode, fallback: FallbackDefinition): void {
  node[inside].definition = { ...node[inside].definition, fallback };
}

export function numberOf(node: DefinedNode): number {
  return node[inside].number;
}

let variableOf: (node: DefinedNode) => string | undefined = () => undefined;

/** Who knows the variables of nodes that have no name yet, because the file is still loading. */
export function setVariables(next: typeof variableOf): void {
  variableOf = next;
}

/** For messages: "GradioNode 'painter'". */
export function titleOf(node: DefinedNode): string {
  const { finalName, definition } = node[inside];
  const name = finalName ?? definition.name ?? variableOf(node) ?? definition.shortName;
  return `${definition.maker} '${name}'`;
}

export function nameOf(node: DefinedNode): string {
  const { finalName, definition } = node[inside];
  return finalName ?? definition.name ?? definition.shortName;
}

export function setFinalName(node: DefinedNode, name: string): void {
  node[inside].finalName = name;
}
