import { mistake } from "../mistakes.ts";
import { quoteList } from "../../text/similarity.ts";
import { definitionOf, titleOf, type DefinedNode, type NodeDefinition } from "./definition.ts";
import { runs } from "../../graph/node-kinds.ts";

/** A choice between two nodes; a choice among them brings its variants. */
export function choiceDefinition(one: DefinedNode, other: DefinedNode): NodeDefinition {
  const variants = [...variantsOf(one), ...variantsOf(other)];
  if (new Set(variants).size < variants.length) {
    throw mistake(`A choice needs different nodes, but ${titleOf(one)} and ${titleOf(other)} share one.`);
  }
  const [first, ...others] = variants;
  const { outputs } = definitionOf(first!);
  for (const variant of others) checkSameOutputs(first!, variant);
  for (const variant of variants) checkIsStep(variant);
  return {
    maker: "Choice",
    shortName: "choice",
    inputs: new Map(),
    hasInputs: false,
    outputs,
    own: { kind: "choice", variants },
  };
}

function variantsOf(node: DefinedNode): readonly DefinedNode[] {
  const { own } = definitionOf(node);
  return own.kind === "choice" ? own.variants : [node];
}

function checkIsStep(variant: DefinedNode): void {
  if (runs(definitionOf(variant).own)) return;
  throw mistake(`${titleOf(variant)} cannot be the variant of a choice: it has nothing to run.`);
}

function checkSameOutputs(first: DefinedNode, other: DefinedNode): void {
  const one = [...definitionOf(first).outputs.keys()];
  const two = [...definitionOf(other).outputs.keys()];
  if (one.length === two.length && one.every((name) => two.includes(name))) return;
  throw mistake(
    `The variants of a choice must have the same outputs, but ${titleOf(first)} has ${quoteList(one) || "none"} and ${titleOf(other)} has ${quoteList(two) || "none"}.`,
    "Rename outputs, or add the missing ones, so that downstream nodes can connect to either.",
  );
}
