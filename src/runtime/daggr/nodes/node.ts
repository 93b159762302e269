import type { Json } from "../../values/value.ts";
import { missing } from "../misses.ts";
import { mistake } from "../mistakes.ts";
import { PortObject } from "../ports.ts";
import { reservedPorts } from "../reserved.ts";
import { addFallback } from "./add-fallback.ts";
import type { NodeTester } from "../site.ts";
import { choiceDefinition } from "./choice.ts";
import { definitionOf, DefinedNode, nameOf, titleOf, type NodeDefinition } from "./definition.ts";

let tester: NodeTester | undefined;

/** What every node is; the classes that workflows use differ only in their definitions. */
export class NodeObject extends DefinedNode {
  readonly outputs: Readonly<Record<string, PortObject>>;

  constructor(definition: NodeDefinition) {
    super(definition);
    const ports = outputsObject(this);
    for (const [name, output] of definition.outputs) {
      const value = new PortObject(this, name, output.kind === "items" ? Object.keys(output.fields) : []);
      Object.defineProperty(ports, name, { value, enumerable: true });
      if (!reservedPorts.has(name)) Object.defineProperty(this, name, { value, enumerable: true });
    }
    this.outputs = Object.freeze(ports);
  }

  get name(): string {
    return nameOf(this);
  }

  or(other: unknown): NodeObject {
    if (other instanceof NodeObject) return new NodeObject(choiceDefinition(this, other));
    throw mistake(`${titleOf(this)}.or(…) takes another node, as in a.or(b).`);
  }

  orElse(other: unknown): this {
    const title = titleOf(this);
    if (!(other instanceof NodeObject)) {
      throw mistake(
        `${title}.orElse(…) takes another node, as in a.orElse(b).`,
        "Give a value, or a function, as the option 'fallback'.",
      );
    }
    addFallback(this, other);
    return this;
  }

  async test(inputs?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Json>>> {
    if (tester) return tester(this, inputs);
    throw mistake(
      `${titleOf(this)}.test() cannot run while the file is still loading.`,
      "A function runs a node by `await context.call(node, inputs)`, and lists it in its option 'calls'. " +
        'To try the node alone, use "Daggr: Test Node…" or `daggr test FILE NODE`.',
    );
  }
}

Object.setPrototypeOf(
  DefinedNode.prototype,
  missing(Object.prototype, (receiver) => (receiver instanceof NodeObject ? portsFor(receiver) : undefined)),
);

function outputsObject(node: NodeObject): Record<string, PortObject> {
  return Object.create(missing(null, () => portsFor(node))) as Record<string, PortObject>;
}

function portsFor(node: NodeObject): { of: string; kind: string; options: readonly string[] } {
  return { of: titleOf(node), kind: "output port", options: [...definitionOf(node).outputs.keys()] };
}

/** Who runs single nodes; before there is one, the file is loading. */
export function setTester(next: NodeTester): void {
  tester = next;
}
