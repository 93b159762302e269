import { kindOf, mistake } from "../mistakes.ts";
import { wireOf } from "../ports.ts";
import { DefinedNode, titleOf } from "./definition.ts";

/** The nodes that a function may call: a list of them, or an object such as `{ painter, judge }`, whose names say nothing. */
export function callsOption(of: string, given: unknown): readonly DefinedNode[] | undefined {
  if (given === undefined) return undefined;
  const isList = Array.isArray(given);
  if (typeof given !== "object" || given === null || given instanceof DefinedNode || wireOf(given)) {
    throw mistake(
      `The option 'calls' of ${of} must list nodes, but is ${kindOf(given)}.`,
      "As in calls: { painter, judge }, or calls: [painter, judge].",
    );
  }
  const nodes = Object.entries(given).map(([name, node]: [string, unknown]) => {
    if (node instanceof DefinedNode) return node;
    const which = isList ? `Number ${Number(name) + 1}` : `'${name}'`;
    const wire = wireOf(node);
    if (wire) {
      throw mistake(
        `${which} in the calls of ${of} is port '${wire.port}'; give its node, ${titleOf(wire.node)}.`,
      );
    }
    throw mistake(`${which} in the calls of ${of} is no node, but ${kindOf(node)}.`);
  });
  return nodes.length > 0 ? [...new Set(nodes)] : undefined;
}
