import type { Value, Values } from "../values/value.ts";
import type { KeyParts, ResultRecord } from "../sheets/store.ts";
import { contentHash } from "./hash.ts";
import { keyOf, partsOf, type KeyContext } from "./keys.ts";
import type { PlanInput, PlanNode } from "./resolved-graph.ts";

/** The name of a call's number among the parts of a key, beside the names of inputs: no parameter of a function is called so. */
const numberOfTheCall = "number of the call";

/**
 * A node as a function calls it: the inputs that the call gives replace its own. None of them count as written in the workflow file,
 * since code may have got them from anywhere.
 */
export function calledPlanNode(called: PlanNode, inputs: Values): PlanNode {
  const isGiven = (name: string) => Object.hasOwn(inputs, name);
  const given = Object.keys(inputs).map(
    // The value itself is looked up by the call's `KeyContext`: it may hold references to files.
    (name): PlanInput => ({ source: { name, kind: "fixed", value: null }, depth: 0 }),
  );
  const { choice, name, index, selected } = called;
  return {
    name,
    index,
    selected,
    ...(choice === undefined ? {} : { choice }),
    called: true,
    node: { ...called.node, inputs: called.node.inputs.filter((input) => !isGiven(input.name)) },
    inputs: [...given, ...called.inputs.filter(({ source }) => !isGiven(source.name))],
    upstream: [],
    after: [],
    depth: 0,
  };
}

/** How keys look at a call. */
export function callContext(context: KeyContext, inputs: Values): KeyContext {
  return {
    ...context,
    fixedValue: (node, input, value) =>
      Object.hasOwn(inputs, input) ? (inputs[input] as Value) : context.fixedValue(node, input, value),
  };
}

/** @param number counts the calls of one run of the function that are equal in all else, from 1: each is a call of its own */
export function callParts(planNode: PlanNode, context: KeyContext, number: number): KeyParts {
  const parts = partsOf(planNode, context);
  if (number === 1) return parts;
  return { ...parts, inputs: { ...parts.inputs, [numberOfTheCall]: contentHash(number) } };
}

/** What tells calls apart, before they are numbered. */
export function callKey(planNode: PlanNode, context: KeyContext): string {
  return keyOf(partsOf(planNode, context));
}

/** The present parts of a node; where a call made the result that is shown, with what that call gave. */
export function asCalled(parts: KeyParts, shown: ResultRecord | undefined): KeyParts {
  if (!shown?.call) return parts;
  const names = [...shown.call.given, numberOfTheCall];
  const given = names.flatMap((name) => {
    const hash = shown.parts.inputs[name];
    return hash === undefined ? [] : [[name, hash] as const];
  });
  return { ...parts, inputs: { ...parts.inputs, ...Object.fromEntries(given) } };
}
