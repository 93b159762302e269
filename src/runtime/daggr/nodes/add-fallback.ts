import { mistake } from "../mistakes.ts";
import { checkFallbackNode } from "../step-options.ts";
import { definitionOf, setFallback, titleOf, type DefinedNode } from "./definition.ts";

/** Gives a node a fallback, behind those that it has: `a.orElse(b).orElse(c)` takes `c` where `b` failed too. */
export function addFallback(node: DefinedNode, other: DefinedNode): void {
  const { own } = definitionOf(node);
  if (own.kind === "choice" || own.kind === "input") {
    const help = own.kind === "choice" ? "Give its variants fallbacks, as in a.orElse(c).or(b)." : undefined;
    throw mistake(`${titleOf(node)} cannot have a fallback: it does not work by itself.`, help);
  }
  const chain = [node];
  for (let last = node; ;) {
    const { fallback } = definitionOf(last);
    if (!fallback) break;
    if (fallback.kind === "value") {
      throw mistake(
        `${titleOf(last)} has a value as its fallback, so nothing comes after it.`,
        "Leave out one of the two, or give the value to the other node.",
      );
    }
    last = fallback.node;
    chain.push(last);
  }
  if (chain.some((one) => [other, ...fallbackNodes(other)].includes(one)))
    throw mistake(`${titleOf(other)} would be a fallback of itself.`);
  const { outputs } = definitionOf(node);
  checkFallbackNode(titleOf(node), outputs, other);
  setFallback(chain.at(-1)!, { kind: "node", node: other });
}

/** The nodes that stand in for a node where it fails, the first of them first. */
export function fallbackNodes(node: DefinedNode): readonly DefinedNode[] {
  const { fallback } = definitionOf(node);
  return fallback?.kind === "node" ? [fallback.node, ...fallbackNodes(fallback.node)] : [];
}
