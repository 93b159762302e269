import { missing } from "./misses.ts";
import { titleOf, type DefinedNode, type PortWire } from "./nodes/definition.ts";
import { reservedFields } from "./reserved.ts";

const wire: unique symbol = Symbol("daggr port");

/** What `node.port`, `.each`, `.each.field` and `.all()` are. */
class Wired {
  readonly [wire]: PortWire;

  constructor(own: PortWire) {
    this[wire] = own;
  }
}

/** Where a port leads, or undefined for anything else. */
export function wireOf(value: unknown): PortWire | undefined {
  return value instanceof Wired ? value[wire] : undefined;
}

export class PortObject extends Wired {
  /** @param fields of the items, where the output is an `ItemList` */
  constructor(node: DefinedNode, port: string, fields: readonly string[]) {
    super({ node, port, each: false, all: false });
    for (const field of fields) {
      const value = new Wired({ ...this[wire], each: true, field });
      Object.defineProperty(this, field, { value, enumerable: true });
    }
  }

  get each(): Wired {
    const own = { ...this[wire], each: true };
    return new Proxy(new Wired(own), {
      get: (target, name) =>
        typeof name === "string" && !reservedFields.has(name)
          ? new Wired({ ...own, field: name })
          : (Reflect.get(target, name) as unknown),
    });
  }

  all(): Wired {
    return new Wired({ ...this[wire], all: true });
  }
}

Object.setPrototypeOf(
  Wired.prototype,
  missing(Object.prototype, (receiver) => {
    if (!(receiver instanceof PortObject)) return undefined;
    const { node, port } = receiver[wire];
    return {
      of: `Port '${port}' of ${titleOf(node)}`,
      kind: "member",
      options: [...Object.keys(receiver), "each", "all"],
    };
  }),
);
