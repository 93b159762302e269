import type { HumanNodeDescription } from "../../graph/description.ts";
import type { ComponentDescription } from "../../components/description.ts";
import type { Json } from "../../values/value.ts";
import type { ComponentObject } from "../component.ts";
import type { PortWire } from "../ports.ts";
import type { NodeObject } from "./node.ts";

/** What an input of a node was given. */
export type GivenInput =
  | { readonly kind: "component"; readonly component: ComponentObject }
  | { readonly kind: "port"; readonly wire: PortWire }
  | { readonly kind: "fixed"; readonly value: Json }
  | { readonly kind: "callable"; readonly call: () => unknown };

/** How an output of a node is shown. */
export type GivenOutput =
  | { readonly kind: "component"; readonly component: ComponentDescription }
  | { readonly kind: "items"; readonly fields: Readonly<Record<string, ComponentDescription>> }
  | { readonly kind: "hidden" }
  /** Like the port that another input of the node is wired to, or else as JSON; `item` for one item of its list. */
  | { readonly kind: "like"; readonly input: string; readonly item: boolean };

export type Preprocess = (inputs: Readonly<Record<string, unknown>>) => unknown;
export type Postprocess = (...returned: unknown[]) => unknown;
export type Fn = (inputs: Readonly<Record<string, unknown>>, context: unknown) => unknown;

/** What one kind of node has beside what all have. */
export type OwnParts =
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
      readonly timeout?: number;
    }
  | { readonly kind: "inference"; readonly model: string; readonly provider?: string; readonly task?: string }
  | { readonly kind: "input" }
  | { readonly kind: "choice"; readonly variants: readonly NodeObject[] }
  | { readonly kind: "human"; readonly step: HumanNodeDescription["step"]; readonly message?: string };

/** Everything a node was made with. */
export interface NodeParts {
  /** The class, for messages. */
  readonly maker: string;
  /** As given in `name`. */
  readonly name?: string;
  /** The function's, Space's or model's own name, for nodes that have no other. */
  readonly shortName: string;
  readonly inputs: ReadonlyMap<string, GivenInput>;
  /** Whether the option `inputs` was given. */
  readonly hasInputs: boolean;
  readonly outputs: ReadonlyMap<string, GivenOutput>;
  readonly preprocess?: Preprocess;
  readonly postprocess?: Postprocess;
  readonly own: OwnParts;
}
