import type { ts } from "../../typescript.ts";
import type { MeantName } from "../../text/meant-name.ts";
import type { Arguments } from "./arguments.ts";
import type { SiteKind } from "./daggr.ts";
import type { Entry, Literal, Shape } from "./values.ts";

/** What the text of a workflow file says without running it. What is not certain is left out. */
export interface WorkflowModel {
  readonly file: ts.SourceFile;
  /** In the order they are written. */
  readonly nodes: readonly NodeSite[];
  /** Nodes that helper functions make for variables of the top level. */
  readonly made: readonly NodeSite[];
  readonly graphs: readonly GraphSite[];
  readonly ports: readonly PortUse[];
  /** Whether functions may call a node: then it gets inputs from the calls, whatever its own are. */
  readonly mayBeCalled: (site: NodeSite) => boolean;
  readonly fallbacks: readonly FallbackSite[];
}

/** A place where a node is given another one for the case that it fails. */
export interface FallbackSite {
  /** The node that may fail, as it is written. */
  readonly owner: ts.Expression;
  /** The same, where it is certain which one. */
  readonly node?: NodeSite;
  readonly other: ts.Expression;
  readonly resolved: Resolved;
}

/** A place in the code where a node is made. */
export interface NodeSite {
  readonly kind: SiteKind;
  /** `new GradioNode(…)`, or `a.or(b)`. */
  readonly expression: ts.NewExpression | ts.CallExpression;
  /** The call of a helper function that made this one; `expression` is then in the helper. */
  readonly call?: ts.CallExpression;
  /** It runs any number of times: in a function or a loop. */
  readonly repeated: boolean;
  /** The node's type. */
  readonly type: ts.Type;
  readonly name: SiteName;
  readonly options?: Shape;
  /** Options written here that a node of this kind does not have. */
  readonly unknownOptions: readonly UnknownOption[];
  /** The constructor does not take its arguments in this way. */
  readonly wrongArguments?: NonNullable<Arguments["wrong"]>;
  readonly inputs?: Shape;
  /** Of an InputNode: its ports. */
  readonly outputs?: Shape;
  /** The Space, URL or model. */
  readonly target?: Literal;
  /** Of a GradioNode: as the workflow says, or the default. Undefined: it is not known. */
  readonly apiName?: ApiName;
  readonly fn?: FunctionFacts;
  /** Of a choice: its alternatives, where all are known. */
  readonly variants?: readonly Resolved[];
  /** Of a function: the nodes that it may call. */
  readonly calls?: readonly Resolved[];
}

export interface UnknownOption {
  readonly entry: Entry;
  readonly valid: readonly string[];
  /** The valid one that is meant. */
  readonly meant?: MeantName;
}

export interface ApiName {
  /** With its slash. */
  readonly value: string;
  /** Undefined where the default is meant. */
  readonly literal?: Literal | { readonly node: ts.Expression; readonly written?: ts.Expression };
}

export interface SiteName {
  /** Undefined where only running the file shows it. */
  readonly value?: string;
  readonly from: "option" | "variable" | "derived";
  /** Where the name is written; for a derived one, the call. */
  readonly node: ts.Node;
}

/** Which nodes an expression may be. */
export interface Resolved {
  readonly expression: ts.Expression;
  readonly sites: readonly NodeSite[];
  /** False where it may also be a node that the text does not show. */
  readonly complete: boolean;
}

export interface FunctionFacts {
  readonly argument: ts.Expression;
  /** For messages: `summarize`, or "the function". */
  readonly label: string;
  /** The name of the function itself. */
  readonly name?: string;
  /** The function as it is written, where the argument certainly is that function, neither bound nor wrapped. */
  readonly declaration?: ts.SignatureDeclaration;
  readonly parameters: ParameterFacts;
}

export type ParameterFacts =
  /** `({ text, maxWords = 100 }) => …` */
  | {
      readonly kind: "destructured";
      readonly inputs: ReadonlyMap<string, InputFacts>;
      readonly rest: boolean;
    }
  /** `(inputs: { text: string }) => …`: its type names the inputs, so that entries can be compared; ports come from `inputs`. */
  | { readonly kind: "object"; readonly inputs?: ReadonlyMap<string, InputFacts> }
  /** `(text, maxWords) => …` */
  | { readonly kind: "positional"; readonly names: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

export interface InputFacts {
  readonly name: string;
  readonly node: ts.Node;
  /** It has a default of its own, or its type lets one leave it out. */
  readonly optional: boolean;
  /** As annotated; undefined where the inputs give the type. */
  readonly type?: ts.Type;
}

/** A place where an output port of a node is named. */
export interface PortUse {
  /** The node before the dot. */
  readonly owner: ts.Expression;
  readonly ownerType: ts.Type;
  readonly port: string;
  /** The port's name in the code. */
  readonly name: ts.Node;
  /** `node.port`, or with destructuring the whole element. */
  readonly expression: ts.Node;
  readonly form: "short" | "long";
}

export interface GraphSite {
  readonly expression: ts.NewExpression;
  readonly name?: Literal;
  /** `unknown`: something may pass it on. */
  readonly exported: "yes" | "no" | "unknown";
  /** Options written here that a graph does not have. */
  readonly unknownOptions: readonly UnknownOption[];
  /** The constructor does not take its arguments in this way. */
  readonly wrongArguments?: NonNullable<Arguments["wrong"]>;
  readonly variable?: ts.Identifier;
  readonly repeated: boolean;
  /** The entries of `nodes`, as far as they are known. */
  readonly listed: readonly Resolved[];
  /** Where a further node can be written. */
  readonly list?: ts.ArrayLiteralExpression;
  /** Every node of the graph, upstream ones and variants included. */
  readonly nodes: ReadonlySet<NodeSite>;
  /** For each place that brings a node: those that it may be, of which it is one. */
  readonly alternatives: readonly (readonly NodeSite[])[];
  /** False where it may contain more. */
  readonly complete: boolean;
}

export type { Entry, Literal, Shape };
