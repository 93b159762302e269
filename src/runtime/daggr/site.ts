import type { GraphDescription, SourceLocation } from "../graph/description.ts";
import type { Json } from "../values/value.ts";

/** What the compile step knows about one node or graph: where it was made, its variable, the identity of its code. */
export interface Site {
  /** The variable it is assigned to; one of the module's top level goes before one inside a function. */
  readonly variable?: string;
  readonly source?: SourceLocation;
  /** Code key of function, preprocess and postprocess with everything they reach. Too wide rather than too narrow. */
  readonly code: string;
  /** Whether functions of nodes change variables of modules that this one's function uses. */
  readonly sharesState: boolean;
  /** Code key of the input of this name, for the case that it turns out to be a callable. */
  callable(input: string): string;
}

/** One destructured input of an FnNode's function, as its source says. */
export interface FnInput {
  readonly name: string;
  readonly hasDefault: boolean;
}

export interface FnInputs {
  readonly inputs: readonly FnInput[];
  /** `...rest` takes any other input too. */
  readonly rest: boolean;
}

/** Given to `describe` by the process that loaded the file. Tests may give a simple one. */
export interface Origins {
  /** Answers for every node and graph; without a known place only `code` is filled in. */
  siteOf(made: object): Site;
  /** Undefined where the parameter is not destructured, or the function is bound, wrapped or native. */
  inputsOf(fn: (...args: never[]) => unknown): FnInputs | undefined;
}

/** The parts of one node that are user code, found again by node name (variants of a choice included). */
export interface NodeCode {
  readonly kind: "fn" | "gradio" | "inference" | "input" | "choice" | "human";
  /** Only of an FnNode. */
  readonly fn?: (inputs: Readonly<Record<string, unknown>>, context: unknown) => unknown;
  readonly preprocess?: (inputs: Readonly<Record<string, unknown>>) => unknown;
  readonly postprocess?: (...returned: unknown[]) => unknown;
  /** Gives a result where the node failed. */
  readonly fallback?: (error: Error) => unknown;
  readonly callables: Readonly<Record<string, () => unknown>>;
  /** Output port names in order, hidden ones included. */
  readonly outputs: readonly string[];
}

/** Runs one node alone: what `node.test(inputs)` asks for. */
export type NodeTester = (
  node: object,
  inputs: Readonly<Record<string, unknown>> | undefined,
) => Promise<Readonly<Record<string, Json>>>;

/**
 * What the bundled `daggr` module exports as `engine` in addition to its public names, for the process that loads workflow files: it
 * must be the same instance as the workflow's own import. Not part of the published types.
 */
export interface DaggrEngine {
  isGraph(value: unknown): value is object;
  isNode(value: unknown): value is object;
  /** Throws a `WorkflowError` for what is wrong with a graph (names, cycles, unknown ports …). */
  describe(graphs: readonly object[], origins: Origins): readonly GraphDescription[];
  /** After `describe`. Undefined where there is no such graph or node. */
  codeOf(graph: string, node: string): NodeCode | undefined;
  /** After `describe`: which graph and name a node has. The first graph that contains it. */
  placeOf(node: object): { readonly graph: string; readonly node: string } | undefined;
  /** Before it is set, `node.test()` is refused: the file is still loading. */
  setTester(tester: NodeTester): void;
  /** Before `describe`: which variable a node was given to, for messages of what goes wrong meanwhile. */
  setVariables(variableOf: (node: object) => string | undefined): void;
}

/** A mistake in the workflow that `describe` found. Recognised by its `name` across module instances. */
export class WorkflowError extends Error {
  /** What the message calls a node that is being made without a name: whoever knows its variable says that instead. */
  unnamed?: string;

  constructor(
    message: string,
    readonly details: { readonly help?: string; readonly at?: SourceLocation } = {},
  ) {
    super(message);
    this.name = "WorkflowError";
  }
}
