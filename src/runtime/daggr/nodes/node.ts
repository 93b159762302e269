import type { Json } from "../../values/value.ts";
import { missing } from "../misses.ts";
import { mistake } from "../mistakes.ts";
import { PortObject } from "../ports.ts";
import { reservedPorts } from "../reserved.ts";
import type { NodeTester } from "../site.ts";
import { choiceParts } from "./choice.ts";
import type { NodeParts } from "./parts.ts";

// Not a string, so that a port can have any name.
const inside: unique symbol = Symbol("daggr node");

interface Inside {
  readonly parts: NodeParts;
  /** Counts all nodes in the order of their construction. */
  readonly number: number;
  /** What the node is called once the graph was described. */
  finalName?: string;
}

let made = 0;
let tester: NodeTester | undefined;

/** What every node is; the classes that workflows use only differ in the parts they make. */
export class NodeObject {
  readonly [inside]: Inside;
  readonly outputs: Readonly<Record<string, PortObject>>;

  constructor(parts: NodeParts) {
    this[inside] = { parts, number: made++ };
    const ports = outputsObject(this);
    for (const [name, output] of parts.outputs) {
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
    if (other instanceof NodeObject) return new NodeObject(choiceParts(this, other));
    throw mistake(`${titleOf(this)}.or(…) takes another node, as in a.or(b).`);
  }

  async test(inputs?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Json>>> {
    if (tester) return tester(this, inputs);
    throw mistake(
      `${titleOf(this)}.test() cannot run while the file is still loading.`,
      'Call it in a function, or test the node by "Daggr: Test Node…" or `daggr test FILE NODE`.',
    );
  }
}

Object.setPrototypeOf(
  NodeObject.prototype,
  missing(Object.prototype, (receiver) => (receiver instanceof NodeObject ? portsFor(receiver) : undefined)),
);

function outputsObject(node: NodeObject): Record<string, PortObject> {
  return Object.create(missing(null, () => portsFor(node))) as Record<string, PortObject>;
}

function portsFor(node: NodeObject): { of: string; kind: string; options: readonly string[] } {
  return { of: titleOf(node), kind: "output port", options: [...partsOf(node).outputs.keys()] };
}

export function partsOf(node: NodeObject): NodeParts {
  return node[inside].parts;
}

export function numberOf(node: NodeObject): number {
  return node[inside].number;
}

/** For messages: "GradioNode 'painter'". */
export function titleOf(node: NodeObject): string {
  return `${partsOf(node).maker} '${nameOf(node)}'`;
}

export function nameOf(node: NodeObject): string {
  const { finalName, parts } = node[inside];
  return finalName ?? parts.name ?? parts.shortName;
}

export function setFinalName(node: NodeObject, name: string): void {
  node[inside].finalName = name;
}

/** Who runs single nodes; before there is one, the file is loading. */
export function setTester(next: NodeTester): void {
  tester = next;
}
