import { appOption, type AppGiven } from "./app-option.ts";
import { optionOf } from "../node-options.ts";
import { checkOptionNames, kindOf, mistake, optionsOf } from "../mistakes.ts";
import { DefinedNode } from "../nodes/definition.ts";
import { titleOf } from "../nodes/definition.ts";
import { wireOf } from "../ports.ts";

/** What `new Graph({ … })` makes. */
export class GraphObject {
  readonly name: string;
  readonly nodes: readonly DefinedNode[];
  readonly persistKey?: string | false;
  readonly allowedPaths?: readonly string[];
  readonly app?: AppGiven;

  constructor(given?: unknown) {
    const options = optionsOf("Graph", given);
    const name = optionOf("Graph", options, "name", "string");
    if (name === undefined || name.trim() === "") {
      throw mistake('A Graph needs a name, as in new Graph({ name: "My workflow", nodes: [last] }).');
    }
    const of = `Graph '${name}'`;
    checkOptionNames(of, options, ["name", "nodes", "persistKey", "allowedPaths", "app"]);
    this.name = name;
    this.nodes = nodesGiven(of, options["nodes"]);
    const key = options["persistKey"];
    if (key !== undefined && key !== false && (typeof key !== "string" || key === "")) {
      throw mistake(
        `The option 'persistKey' of ${of} must be a text, or false to keep nothing, but is ${kindOf(key)}.`,
      );
    }
    this.persistKey = key;
    const app = options["app"];
    if (app !== undefined) this.app = appOption(of, app);
    const paths = options["allowedPaths"];
    if (paths === undefined) return;
    if (!isTexts(paths))
      throw mistake(`The option 'allowedPaths' of ${of} must be a list of texts, but is ${kindOf(paths)}.`);
    this.allowedPaths = paths;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === "string");
}

function nodesGiven(of: string, nodes: unknown): readonly DefinedNode[] {
  if (!Array.isArray(nodes))
    throw mistake(`The option 'nodes' of ${of} must be a list of nodes, but is ${kindOf(nodes)}.`);
  return nodes.map((node: unknown, index) => {
    if (node instanceof DefinedNode) return node;
    const wire = wireOf(node);
    if (wire)
      throw mistake(
        `Number ${index + 1} in the nodes of ${of} is port '${wire.port}'; give its node, ${titleOf(wire.node)}.`,
      );
    throw mistake(`Number ${index + 1} in the nodes of ${of} is no node, but ${kindOf(node)}.`);
  });
}
