import { mistake } from "../mistakes.ts";
import { definitionOf, titleOf, type DefinedNode, type NodeDefinition } from "./definition.ts";
import { runs } from "../../graph/node-kinds.ts";
import { checkSameOutputs } from "./same-outputs.ts";

/** A choice between two nodes; a choice among them brings its variants. */
export function choiceDefinition(one: DefinedNode, other: DefinedNode): NodeDefinition {
  const variants = [...variantsOf(one), ...variantsOf(other)];
  if (new Set(variants).size < variants.length) {
    throw mistake(`A choice needs different nodes, but ${titleOf(one)} and ${titleOf(other)} share one.`);
  }
  const [first, ...others] = variants;
  const { outputs } = definitionOf(first!);
  const rule = "The variants of a choice must have the same outputs";
  for (const variant of others) checkSameOutputs(withOutputs(first!), withOutputs(variant), rule);
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

function withOutputs(node: DefinedNode) {
  return { title: titleOf(node), outputs: [...definitionOf(node).outputs.keys()] };
}
