import { didYouMean, quoteList, quoteClosestFirst } from "../text/similarity.ts";
import type { DefinedNode } from "./nodes/definition.ts";
import { definitionOf, titleOf } from "./nodes/definition.ts";
import type { InputDefinition } from "./nodes/definition.ts";
import { WorkflowError, type FnInputs, type Origins } from "./site.ts";

/** An input of a node, or one of its function that was not given. */
export type NodeInput = InputDefinition | { readonly kind: "default" } | { readonly kind: "missing" };

/**
 * The inputs of a node: those that were given, in their order, and for an FnNode those that its function destructures besides.
 * A preprocess may make any inputs of others, so with one the function's own are not looked at.
 */
export function nodeInputs(node: DefinedNode, origins: Origins): ReadonlyMap<string, NodeInput> {
  const { own, inputs, preprocess } = definitionOf(node);
  if (own.kind !== "fn" || preprocess) return inputs;
  const declared = origins.inputsOf(own.fn);
  const at = origins.siteOf(node).source;
  if (!declared) {
    if (definitionOf(node).hasInputs) return inputs;
    throw new WorkflowError(
      `The inputs of ${titleOf(node)} cannot be told: its function does not destructure one object of inputs, or is bound, wrapped or built in.`,
      {
        help: "Write ({ text, maxWords }) => … instead of (text, maxWords) => …, or give the option 'inputs'.",
        at,
      },
    );
  }
  const unknown = [...inputs.keys()].find((name) => !declared.rest && !has(declared, name));
  if (unknown !== undefined) throw unknownInput(node, unknown, declared, at);
  const all = new Map<string, NodeInput>(inputs);
  for (const { name, hasDefault } of declared.inputs) {
    if (!all.has(name)) all.set(name, { kind: hasDefault ? "default" : "missing" });
  }
  return all;
}

function has({ inputs }: FnInputs, name: string): boolean {
  return inputs.some((input) => input.name === name);
}

function unknownInput(
  node: DefinedNode,
  name: string,
  declared: FnInputs,
  at: WorkflowError["details"]["at"],
): Error {
  const names = declared.inputs.map((input) => input.name);
  const valid = names.length > 0 ? `Its inputs: ${quoteClosestFirst(name, names)}.` : "It takes no inputs.";
  return new WorkflowError(
    `The function of ${titleOf(node)} has no input '${name}'. ${valid}${didYouMean(name, names)}`,
    {
      help: names.length > 0 ? undefined : `Write ({ ${quoteList([name]).slice(1, -1)} }) => … to take it.`,
      at,
    },
  );
}
