import type { NodeKind } from "./description.ts";

/** What the engine, the checker and the canvas ask about a kind of node. A new kind starts with a line in `nodeKinds`. */
export interface NodeKindProperties {
  /** What people call it. */
  readonly title: string;
  /** The sign by which its cards are known: one to three letters, and a colour of the canvas. */
  readonly badge: { readonly letters: string; readonly colour: string };
  /** Whether it works in a run, by itself or through its selected variant. */
  readonly runs: boolean;
  /** The service that it calls, if any. Such a node has a page on the Hub, and its results belong to a commit. */
  readonly service: "Space" | "model" | undefined;
  /** Whether it fails without a Hugging Face account. */
  readonly needsAccount: boolean;
  /** Whether transient failures are tried again. */
  readonly retries: boolean;
  /** Whether its main work is code of the workflow file, so that it may run wherever a workflow process runs. */
  readonly runsInProcess: boolean;
  /** Whether a person has to answer before it can finish. */
  readonly asksPerson: boolean;
  /** Whether its output can be an input's value as it came, so that text of a service stays untrusted behind it. */
  readonly passesInputsOn: boolean;
  /** Whether its card holds the canvas inputs that it is made of, instead of having them beside it. */
  readonly groupsInputs: boolean;
  /** Whether the first argument of its constructor is what it calls: a Space, a model or a function. */
  readonly hasTarget: boolean;
}

/** Most kinds have none of these. */
const plain = {
  service: undefined,
  needsAccount: false,
  retries: false,
  runsInProcess: false,
  asksPerson: false,
  passesInputsOn: false,
  groupsInputs: false,
  hasTarget: false,
} as const;

/** All kinds of nodes with their properties. What each kind holds besides is in `description.ts`. */
export const nodeKinds = {
  gradio: {
    ...plain,
    title: "Gradio Space",
    badge: { letters: "GR", colour: "orange" },
    runs: true,
    service: "Space",
    retries: true,
    hasTarget: true,
  },
  fn: {
    ...plain,
    title: "Function",
    badge: { letters: "ƒ", colour: "blue" },
    runs: true,
    runsInProcess: true,
    hasTarget: true,
  },
  inference: {
    ...plain,
    title: "Hugging Face model",
    badge: { letters: "AI", colour: "purple" },
    runs: true,
    service: "model",
    needsAccount: true,
    retries: true,
    hasTarget: true,
  },
  input: {
    ...plain,
    title: "Inputs",
    badge: { letters: "IN", colour: "grey" },
    runs: false,
    groupsInputs: true,
  },
  choice: { ...plain, title: "Choice", badge: { letters: "OR", colour: "green" }, runs: true },
  human: {
    ...plain,
    title: "Human step",
    badge: { letters: "YOU", colour: "yellow" },
    runs: true,
    asksPerson: true,
    passesInputsOn: true,
  },
} as const satisfies Readonly<Record<NodeKind, NodeKindProperties>>;

export function kindOf({ kind }: { readonly kind: NodeKind }): NodeKindProperties {
  return nodeKinds[kind];
}

interface HasKind {
  readonly kind: NodeKind;
}

/** Those of the given kinds of node for which a property is true, or holds something. */
type With<N extends HasKind, P extends keyof NodeKindProperties> = Extract<N, { kind: KindsWith<P> }>;
type KindsWith<P extends keyof NodeKindProperties> = {
  [K in NodeKind]: (typeof nodeKinds)[K][P] extends false | undefined ? never : K;
}[NodeKind];

/** A node that works in a run: any but a card of inputs. */
export function runs<N extends HasKind>(node: N): node is With<N, "runs"> {
  return nodeKinds[node.kind].runs;
}

export function callsService<N extends HasKind>(node: N): node is With<N, "service"> {
  return nodeKinds[node.kind].service !== undefined;
}

export function asksPerson<N extends HasKind>(node: N): node is With<N, "asksPerson"> {
  return nodeKinds[node.kind].asksPerson;
}

export function groupsInputs<N extends HasKind>(node: N): node is With<N, "groupsInputs"> {
  return nodeKinds[node.kind].groupsInputs;
}
