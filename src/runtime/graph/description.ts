import type { ComponentDescription } from "../components/description.ts";
import type { Json } from "../values/value.ts";

/**
 * What a workflow *is*, as plain data: made in a workflow process when the file was loaded, used by the planner, the
 * canvas, the sheets and the terminal. Functions stay in the workflow processes, which find them again by node name.
 */
export interface WorkflowDescription {
  /** Absolute path of the workflow file. */
  readonly file: string;
  readonly graphs: readonly GraphDescription[];
  /** The workflow file and every local module it imports (absolute paths): saving one of them redraws. */
  readonly files: readonly string[];
}

export interface GraphDescription {
  readonly name: string;
  /** The explicit key, `false` for "keep nothing", or undefined: the file's path and the graph's name. */
  readonly persistKey?: string | false;
  /** Files and folders outside of the workflow's folder and the workspace that its code may hand on, as it was written. */
  readonly allowedPaths?: readonly string[];
  /** In the order of construction, upstream nodes included. Variants of a choice stand inside their choice. */
  readonly nodes: readonly NodeDescription[];
  /** What its app view shows, where that was said; see `graph/app-form.ts`. */
  readonly app?: AppDescription;
  readonly source?: SourceLocation;
}

/** A list that was left out stands for all canvas inputs, or for the outputs of the last nodes. */
export interface AppDescription {
  readonly inputs?: readonly AppInputRef[];
  readonly outputs?: readonly AppOutputRef[];
}

export type AppInputRef =
  | { readonly kind: "input"; readonly input: InputId }
  /** The selector of a choice. */
  | { readonly kind: "choice"; readonly node: string };

export interface AppOutputRef {
  readonly node: string;
  readonly port: string;
}

/** 1-based, in the workflow file or one of its local modules. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface NodeCommon {
  /** Unique in the graph, variants included: results, positions and picks are stored under it. */
  readonly name: string;
  readonly inputs: readonly InputDescription[];
  readonly outputs: readonly OutputDescription[];
  readonly source?: SourceLocation;
  /** False where the name was made up from the function's, Space's or model's short name. */
  readonly named: boolean;
  /** Identity of the code that makes the node's result: function, preprocess, postprocess and what they reach. */
  readonly code: string;
  readonly hasPreprocess: boolean;
  readonly hasPostprocess: boolean;
}

/** What nodes have that work in a run. */
interface StepCommon extends NodeCommon {
  /** How often it is tried again after a failure; undefined: as often as its kind is. */
  readonly retries?: number;
  /** Seconds after which one try is ended. */
  readonly timeout?: number;
  /** Seconds for which a result counts as fresh; undefined: as long as nothing changes. */
  readonly cacheFor?: number;
  /** What stands in for its result where it fails. */
  readonly fallback?: FallbackDescription;
}

export type FallbackDescription =
  /** A value, or a function that gives one. Both stay in the workflow processes. */
  | { readonly kind: "value" }
  /** Another node. Its `inputs` are those of its own; the others it gets from the node that failed. */
  | {
      readonly kind: "node";
      readonly node: StepDescription;
      /** Its input → the input of the node that failed. */
      readonly inputs: Readonly<Record<string, string>>;
    };

export interface GradioNodeDescription extends StepCommon {
  readonly kind: "gradio";
  /** `owner/name`, or a URL. */
  readonly space: string;
  /** With its slash, or the number of an unnamed endpoint. */
  readonly apiName: string | number;
  readonly runLocally: boolean;
  readonly validate: boolean;
}

export interface FnNodeDescription extends StepCommon {
  readonly kind: "fn";
  readonly fnName: string;
  readonly concurrent: boolean;
  readonly concurrencyGroup?: string;
  readonly maxConcurrent?: number;
  /** "local", or the group of workers that runs it; undefined: the engine decides. */
  readonly where?: string;
  /** "never": once a worker has begun it, it does not run again unless a person asks for that. */
  readonly retry?: "never";
  /** The names of the nodes that it may call. */
  readonly calls?: readonly string[];
  /** It uses variables of modules that functions change when they run: it runs on this machine unless `where` says otherwise. */
  readonly sharesState?: boolean;
}

export interface InferenceNodeDescription extends StepCommon {
  readonly kind: "inference";
  /** `owner/name`, without the provider. */
  readonly model: string;
  readonly provider?: string;
  /** As given; undefined: from the Hub's provider mapping. */
  readonly task?: string;
}

/** Several canvas inputs in one card. Its outputs are those inputs' values; it never runs. */
export interface InputNodeDescription extends NodeCommon {
  readonly kind: "input";
}

export interface ChoiceNodeDescription extends NodeCommon {
  readonly kind: "choice";
  /** The first is picked to begin with. A choice has no inputs of its own. */
  readonly variants: readonly StepDescription[];
}

/** A human step: the run waits until somebody answers. */
export interface HumanNodeDescription extends StepCommon {
  readonly kind: "human";
  readonly step: "choose-one" | "approve" | "text-input";
  readonly message?: string;
}

/** A node that does work by itself, so it can also be the variant of a choice. */
export type StepDescription =
  GradioNodeDescription | FnNodeDescription | InferenceNodeDescription | HumanNodeDescription;

export type NodeDescription = StepDescription | InputNodeDescription | ChoiceNodeDescription;
export type NodeKind = NodeDescription["kind"];

/** Where one input of a node takes its value from. */
export type InputDescription = { readonly name: string } & InputSource;

export type InputSource =
  /** An input on the canvas. The same component object in two places has the same `input` id. */
  | { readonly kind: "component"; readonly input: InputId; readonly component: ComponentDescription }
  | { readonly kind: "port"; readonly from: PortRef }
  | { readonly kind: "fixed"; readonly value: Json }
  /** A function called at each run; only its code is in the key. */
  | { readonly kind: "callable"; readonly code: string }
  /** Left out where the function has a default of its own. */
  | { readonly kind: "default" }
  /** Neither given nor defaulted: an error when it runs. */
  | { readonly kind: "missing" };

/** `node.input` of the first place a component was given to: the key under which sheets keep its value. */
export type InputId = string;

/** Another node's output, possibly one field of it, scattered or gathered. */
export interface PortRef {
  readonly node: string;
  readonly port: string;
  /** True for `.each`: the using node runs once per item. */
  readonly each: boolean;
  /** With `each`: this field of the item. */
  readonly field?: string;
  /** True for `.all()`: the list of a scattered node's results, one level up. */
  readonly all: boolean;
}

export interface OutputDescription {
  readonly name: string;
  readonly view: OutputView;
}

export type OutputView =
  | { readonly kind: "component"; readonly component: ComponentDescription }
  /** `null` in the workflow: not shown, still connectable. */
  | { readonly kind: "hidden" }
  | { readonly kind: "items"; readonly fields: Readonly<Record<string, ComponentDescription>> };
