import { checkSameOutputs } from "./nodes/same-outputs.ts";
import { mistake } from "./mistakes.ts";
import { definitionOf, DefinedNode, titleOf } from "./nodes/definition.ts";
import type { FallbackDefinition, NodeDefinition, StepOptions } from "./nodes/definition.ts";
import { optionOf } from "./node-options.ts";
import { wireOf } from "./ports.ts";
import { toJson } from "./json.ts";

/** The options of every node that works in a run. */
export const stepOptionNames = ["retries", "timeout", "cacheFor", "fallback"] as const;

/** The same of a node that asks a person, who is asked once. */
export const askingOptionNames = ["timeout", "cacheFor", "fallback"] as const;

/** `retries`, `timeout`, `cacheFor` and `fallback`, each one looked at. `of` names the node in messages. */
export function stepOptions(
  of: string,
  options: Readonly<Record<string, unknown>>,
  outputs: NodeDefinition["outputs"],
): StepOptions {
  const fallback = options["fallback"];
  return {
    retries: numberOption(of, options, "retries", { whole: true, above: false }),
    timeout: numberOption(of, options, "timeout", { whole: false, above: true }),
    cacheFor: numberOption(of, options, "cacheFor", { whole: false, above: false }),
    ...(fallback !== undefined && { fallback: fallbackOption(of, fallback, outputs) }),
  };
}

/** An option that is a number of at least 0, or above 0. */
export function numberOption(
  of: string,
  options: Readonly<Record<string, unknown>>,
  name: string,
  { whole, above }: { readonly whole: boolean; readonly above: boolean },
): number | undefined {
  const value = optionOf(of, options, name, "number");
  if (value === undefined) return undefined;
  const fits = (above ? value > 0 : value >= 0) && Number.isFinite(value);
  if (fits && (!whole || Number.isInteger(value))) return value;
  throw mistake(
    `The option '${name}' of ${of} must be a ${whole ? "whole " : ""}number ${above ? "above 0" : "of at least 0"}, but is ${value}.`,
  );
}

function fallbackOption(
  of: string,
  fallback: unknown,
  outputs: NodeDefinition["outputs"],
): FallbackDefinition {
  if (fallback instanceof DefinedNode) {
    checkFallbackNode(of, outputs, fallback);
    return { kind: "node", node: fallback };
  }
  const wire = wireOf(fallback);
  if (wire) {
    throw mistake(
      `The option 'fallback' of ${of} is port '${wire.port}' of ${titleOf(wire.node)}.`,
      "Give the node itself, which then runs only where this one fails, or a value.",
    );
  }
  if (typeof fallback === "function") return { kind: "value", give: fallback as (error: Error) => unknown };
  const value = toJson(fallback, `The fallback of ${of}`);
  return { kind: "value", give: () => value };
}

/** A fallback does the same work in another way: by itself, with the same outputs. */
export function checkFallbackNode(of: string, outputs: NodeDefinition["outputs"], other: DefinedNode): void {
  const { own, maker } = definitionOf(other);
  if (own.kind === "input" || own.kind === "choice" || own.kind === "human") {
    throw mistake(
      `${titleOf(other)} cannot be the fallback of ${of}: ${own.kind === "choice" ? "a choice" : `a node of the kind ${maker}`} does not work by itself.`,
      "Give a GradioNode, an InferenceNode, an FnNode, or a value.",
    );
  }
  checkSameOutputs(
    { title: of, outputs: [...outputs.keys()] },
    { title: titleOf(other), outputs: [...definitionOf(other).outputs.keys()] },
    "A fallback must have the outputs of the node that it stands in for",
  );
}
