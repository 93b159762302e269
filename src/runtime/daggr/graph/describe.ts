import type {
  FallbackDescription,
  GraphDescription,
  InputDescription,
  InputId,
  NodeDescription,
  OutputDescription,
  OutputView,
  PortRef,
  StepDescription,
} from "../../graph/description.ts";
import { checkGraph } from "./check-graph.ts";
import { describeApp } from "./describe-app.ts";
import { everyNode, membersOf, variantsOf, type Members } from "./collect.ts";
import type { ComponentObject } from "../component.ts";
import { nodeInputs, type NodeInput } from "../fn-inputs.ts";
import type { GraphObject } from "./graph.ts";
import { checkNames, nameNodes, type NodeName } from "./names.ts";
import type { DefinedNode } from "../nodes/definition.ts";
import { definitionOf } from "../nodes/definition.ts";
import { fallbackInputs } from "./fallback-inputs.ts";
import type { FallbackDefinition, OutputDefinition } from "../nodes/definition.ts";
import type { PortWire } from "../nodes/definition.ts";
import { WorkflowError, type Origins } from "../site.ts";

/** One graph as data, and the objects behind its names. */
export interface Described {
  readonly graph: GraphObject;
  readonly description: GraphDescription;
  /** By name, variants of choices included. */
  readonly nodes: ReadonlyMap<string, DefinedNode>;
  readonly members: ReadonlySet<DefinedNode>;
}

/** Describes the graphs of a file. Throws a `WorkflowError` for the first mistake. */
export function describeGraphs(graphs: readonly GraphObject[], origins: Origins): readonly Described[] {
  const members = new Map(graphs.map((graph) => [graph, membersOf(graph)]));
  const names = nameNodes([...members.values()].flatMap(everyNode), (node) => origins.siteOf(node));
  const titles = new Set<string>();
  return [...members].map(([graph, own]) => {
    if (titles.has(graph.name)) {
      throw new WorkflowError(`The file has two graphs of the name '${graph.name}'.`, {
        help: "Give one of them another name: its results are kept under it.",
        at: origins.siteOf(graph).source,
      });
    }
    titles.add(graph.name);
    return new Describer(graph, own, names, origins).describe();
  });
}

type Inputs = ReadonlyMap<string, NodeInput>;

class Describer {
  readonly #ids = new Map<ComponentObject, InputId>();
  readonly #taken = new Set<InputId>();

  constructor(
    readonly graph: GraphObject,
    readonly members: Members,
    readonly names: ReadonlyMap<DefinedNode, NodeName>,
    readonly origins: Origins,
  ) {}

  describe(): Described {
    const { graph, members, names, origins } = this;
    const all = everyNode(members);
    checkNames(graph.name, all, (node) => origins.siteOf(node));
    const { source } = origins.siteOf(graph);
    const described: GraphDescription = {
      name: graph.name,
      ...(graph.persistKey !== undefined && { persistKey: graph.persistKey }),
      ...(graph.allowedPaths !== undefined && { allowedPaths: graph.allowedPaths }),
      nodes: members.nodes.map((node) => this.#node(node)),
      source,
    };
    const nodes = new Map(all.map((node) => [names.get(node)!.name, node]));
    checkGraph(described, members, nodes, origins);
    // Names and ids of inputs are settled now.
    const app =
      graph.app && describeApp(graph.app, { name: graph.name, members, ids: this.#ids, at: source });
    const description = { ...described, ...(app && { app }) };
    return { graph, description, nodes, members: new Set(all) };
  }

  #node(node: DefinedNode): NodeDescription {
    return this.#described(node, nodeInputs(node, this.origins));
  }

  /** @param all with the inputs that a fallback gets from the node it stands in for */
  #described(node: DefinedNode, given: Inputs, all = given): NodeDescription {
    const { own, preprocess, postprocess, retries, timeout, cacheFor, fallback } = definitionOf(node);
    const site = this.origins.siteOf(node);
    const inputs = [...given].map(([name, input]) => this.#input(node, name, input));
    const step = {
      ...(retries !== undefined && { retries }),
      ...(timeout !== undefined && { timeout }),
      ...(cacheFor !== undefined && { cacheFor }),
      ...(fallback && { fallback: this.#fallback(node, all, fallback) }),
    };
    const common = {
      ...this.names.get(node)!,
      inputs,
      outputs: [...definitionOf(node).outputs].map(([name, output]) => describeOutput(node, name, output)),
      source: site.source,
      code: site.code,
      hasPreprocess: preprocess !== undefined,
      hasPostprocess: postprocess !== undefined,
    };
    switch (own.kind) {
      case "fn": {
        const { fn, calls, ...rest } = own;
        const called = calls && { calls: calls.map((one) => this.names.get(one)!.name) };
        const shared = site.sharesState && { sharesState: true };
        return { ...common, ...step, ...rest, ...called, ...shared, fnName: fn.name };
      }
      case "choice":
        return {
          ...common,
          kind: "choice",
          variants: own.variants.map((one) => this.#node(one) as StepDescription),
        };
      case "gradio":
      case "inference":
      case "human":
        return { ...common, ...step, ...own };
      case "input":
        return { ...common, ...own };
    }
  }

  #fallback(node: DefinedNode, given: Inputs, fallback: FallbackDefinition): FallbackDescription {
    if (fallback.kind === "value") return { kind: "value" };
    const { own, taken, all } = fallbackInputs(node, given, fallback.node, this.origins);
    // Only nodes that work by themselves can be fallbacks, which `checkFallbackNode` sees to.
    const described = this.#described(fallback.node, own, all) as StepDescription;
    return { kind: "node", node: described, inputs: taken };
  }

  #input(node: DefinedNode, name: string, input: NodeInput): InputDescription {
    switch (input.kind) {
      case "component":
        return {
          name,
          kind: "component",
          input: this.#id(node, name, input.component),
          component: input.component.description,
        };
      case "port":
        return { name, kind: "port", from: this.#ref(input.wire) };
      case "callable":
        return { name, kind: "callable", code: this.origins.siteOf(node).callable(name) };
      case "fixed":
      case "default":
      case "missing":
        return { name, ...input };
    }
  }

  /** The first place a component was given to names it; later ones share it. */
  #id(node: DefinedNode, input: string, component: ComponentObject): InputId {
    let id = this.#ids.get(component);
    if (id !== undefined) return id;
    id = `${this.names.get(node)!.name}.${input}`;
    while (this.#taken.has(id)) id += "_";
    this.#ids.set(component, id);
    this.#taken.add(id);
    return id;
  }

  #ref({ node, ...wire }: PortWire): PortRef {
    return { node: this.names.get(node)!.name, ...wire };
  }
}

/** A choice shows its outputs like its first variant. */
function describeOutput(node: DefinedNode, name: string, output: OutputDefinition): OutputDescription {
  return { name, view: output.kind === "like" ? likeInput(variantsOf(node)[0] ?? node, output) : output };
}

const asJson: OutputView = { kind: "component", component: { component: "JSON", options: {} } };

/** A human step shows what it passes on as the node shows it that made it. */
function likeInput(node: DefinedNode, { input, item }: OutputDefinition & { kind: "like" }): OutputView {
  const given = definitionOf(node).inputs.get(input);
  if (given?.kind === "component" && !item)
    return { kind: "component", component: given.component.description };
  if (given?.kind !== "port") return asJson;
  const { node: from, port, each, all } = given.wire;
  // One item of a gathered list is what the port itself is; of another list, nobody knows.
  if (each || all !== item) return asJson;
  const source = definitionOf(variantsOf(from)[0] ?? from).outputs.get(port);
  if (source === undefined || source.kind === "hidden") return asJson;
  return source.kind === "like" ? likeInput(from, source) : source;
}
