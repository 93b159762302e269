import { kindOf } from "../../graph/node-kinds.ts";
import type { NodeKind } from "../../graph/description.ts";
import type { Analysis } from "../analysis.ts";
import { chosenNames } from "../model/chosen-names.ts";
import type { Entry, NodeSite, Resolved } from "../model/model.ts";
import { outputView } from "../model/output-view.ts";
import { joinedPort } from "../model/ports.ts";

/** A workflow as its text says it, without running it. What only running shows is left out, and `complete` is false. */
export interface WorkflowDescription {
  readonly graphs: readonly {
    readonly name?: string;
    readonly exported: boolean;
    readonly line: number;
    readonly nodes: readonly string[];
    /** Whether these are all of its nodes. */
    readonly complete: boolean;
  }[];
  readonly nodes: readonly DescribedNode[];
}

export interface DescribedNode {
  readonly name?: string;
  readonly kind: NodeKind;
  /** 1-based. */
  readonly line: number;
  /** The Space, the model or the function. */
  readonly calls?: string;
  readonly endpoint?: string;
  /** What may need a service in the person's name. */
  readonly service?: "Space" | "model";
  readonly inputs: readonly DescribedInput[];
  /** Component by name; `null` where it is not known. */
  readonly outputs: Readonly<Record<string, string | null>>;
  /** Of a choice. */
  readonly variants?: readonly string[];
  /** Nodes that its function may call while it runs, as its option `calls` lists them. */
  readonly mayCall?: readonly string[];
  /** Nodes whose functions may call it. It runs only where they do. */
  readonly calledBy?: readonly string[];
}

export interface DescribedInput {
  readonly name: string;
  readonly from: "port" | "component" | "value";
  /** `node.port`, with `.each` and `.all()` as they are written; the component; the code. */
  readonly what: string;
}

export function describeWorkflow(analysis: Analysis): WorkflowDescription {
  const { model, file } = analysis;
  const names = chosenNames(model);
  const nameOf = (site: NodeSite) => names.get(site) ?? site.name.value;
  const lineOf = (start: number) => file.getLineAndCharacterOfPosition(start).line + 1;
  const nodes = [...model.nodes, ...model.made];
  const callersOf = (site: NodeSite) =>
    nodes
      .filter(({ calls }) => calls?.some(({ sites }) => sites.includes(site)))
      .flatMap((caller) => nameOf(caller) ?? []);
  const described = (site: NodeSite): DescribedNode => {
    const name = nameOf(site);
    const calls = site.target?.value ?? site.fn?.label;
    const { service } = kindOf(site);
    const made = site.call ?? site.expression;
    const calledBy = callersOf(site);
    return {
      kind: site.kind,
      line: made.getSourceFile() === file ? lineOf(made.getStart()) : 1,
      inputs: [...(site.inputs?.entries.values() ?? [])].map((entry) =>
        describedInput(entry, analysis, nameOf),
      ),
      outputs: outputsOf(site, analysis),
      ...(name !== undefined && { name }),
      ...(calls !== undefined && { calls }),
      ...(site.apiName && { endpoint: site.apiName.value }),
      ...(service && { service }),
      ...(site.variants && { variants: site.variants.flatMap((one) => namesOf(one, nameOf)) }),
      ...(site.calls && { mayCall: site.calls.flatMap((one) => namesOf(one, nameOf)) }),
      ...(calledBy.length > 0 && { calledBy }),
    };
  };
  return {
    graphs: model.graphs.map(({ expression, name, exported, nodes, complete }) => ({
      exported: exported !== "no",
      line: lineOf(expression.getStart()),
      nodes: [...nodes].flatMap((site) => nameOf(site) ?? []),
      complete: complete && [...nodes].every((site) => nameOf(site) !== undefined),
      ...(name && { name: name.value }),
    })),
    nodes: nodes.map(described),
  };
}

type NameOf = (site: NodeSite) => string | undefined;

function namesOf({ sites }: Resolved, nameOf: NameOf): readonly string[] {
  return sites.flatMap((site) => nameOf(site) ?? []);
}

function outputsOf({ outputs }: NodeSite, { values }: Analysis): Record<string, string | null> {
  const entries = [...(outputs?.entries.values() ?? [])];
  return Object.fromEntries(
    entries.map((entry) => {
      const view = outputView(entry, values);
      if (view?.kind === "items") return [entry.name, "ItemList"];
      return [entry.name, view?.kind === "component" ? view.component.component : null];
    }),
  );
}

function describedInput(entry: Entry, { values, sites }: Analysis, nameOf: NameOf): DescribedInput {
  const { name, value, type } = entry;
  const joined = value && values.daggr.isPort(type) ? joinedPort(value, values) : undefined;
  if (joined !== undefined) {
    const { use, each, all } = joined;
    const [owner] = namesOf(sites.resolve(use.owner), nameOf);
    const form = all ? ".all()" : each ? ".each" : "";
    return { name, from: "port", what: `${owner ?? use.owner.getText()}.${use.port}${form}` };
  }
  const view = outputView(entry, values);
  if (view?.kind === "component") return { name, from: "component", what: view.component.component };
  return {
    name,
    from: values.daggr.isPort(type) ? "port" : "value",
    what: shortCode(value?.getText() ?? ""),
  };
}

function shortCode(code: string): string {
  return code.length > 80 ? `${code.slice(0, 80)}…` : code;
}
