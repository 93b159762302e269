import { findClosest } from "../text/similarity.ts";
import { fits } from "../components/component-queries.ts";
import { inWords } from "../components/value-checks.ts";
import type { NodeDescription, OutputDescription, OutputView } from "./description.ts";
import type { Value, Values } from "../values/value.ts";

export type Assigned =
  | { readonly type: "outputs"; readonly outputs: Values }
  /** What came back does not fit the outputs; the message says what was expected and what came. */
  | { readonly type: "mismatch"; readonly message: string };

/** Gives what a service returned to the ports, in order. Values beyond the outputs are left out. */
export function assignInOrder(node: NodeDescription, returned: readonly Value[]): Assigned {
  const { outputs } = node;
  if (returned.length < outputs.length) {
    const message = `'${node.name}' has ${count(outputs.length, "output")} (${names(outputs)}), but ${count(returned.length, "value")} came back. Remove outputs, or use postprocess to make the missing ones.`;
    return { type: "mismatch", message };
  }
  return checked(node, Object.fromEntries(outputs.map(({ name }, index) => [name, returned[index]!])));
}

/**
 * Gives what workflow code returned (a function, or a postprocess) to the ports. With one output the returned value is its
 * value, whatever it is; with several it is an object by port name, or an array in order.
 */
export function assignReturned(node: NodeDescription, returned: Value | undefined): Assigned {
  const { outputs } = node;
  const [only] = outputs;
  if (only === undefined) return { type: "outputs", outputs: {} };
  if (outputs.length === 1) return checked(node, { [only.name]: returned ?? null });
  const expected = `'${node.name}' has ${outputs.length} outputs (${names(outputs)}), so its code returns an object with these names, or an array in this order`;
  if (Array.isArray(returned)) {
    const list = returned as readonly Value[];
    if (list.length !== outputs.length) {
      return {
        type: "mismatch",
        message: `${expected}; it returned an array of ${count(list.length, "value")}.`,
      };
    }
    return checked(node, Object.fromEntries(outputs.map(({ name }, index) => [name, list[index]!])));
  }
  if (typeof returned !== "object" || returned === null) {
    const what = returned === undefined || returned === null ? "nothing" : `a ${typeof returned}`;
    return { type: "mismatch", message: `${expected}; it returned ${what}.` };
  }
  const given = Object.keys(returned);
  const missing = outputs.filter(({ name }) => !given.includes(name));
  if (missing.length > 0) {
    const unused = given.filter((name) => !outputs.some((output) => output.name === name));
    const meant = findClosest(missing[0]!.name, unused);
    const hint = meant === undefined ? "" : ` Is '${meant}' meant to be '${missing[0]!.name}'?`;
    const has = given.length > 0 ? `only ${given.map((name) => `'${name}'`).join(", ")}` : "an empty object";
    return {
      type: "mismatch",
      message: `${expected}; it returned ${has}. Missing: ${names(missing)}.${hint}`,
    };
  }
  const values = returned as Values;
  return checked(node, Object.fromEntries(outputs.map(({ name }) => [name, values[name] ?? null])));
}

function checked(node: NodeDescription, outputs: Values): Assigned {
  for (const { name, view } of node.outputs) {
    const problem = fitsView(view, outputs[name] ?? null);
    if (problem) return { type: "mismatch", message: `Output '${name}' of '${node.name}' ${problem}.` };
  }
  return { type: "outputs", outputs };
}

/** Why a value does not fit how it is shown ("expects text, but got a number"), or undefined where it fits. */
export function fitsView(view: OutputView, value: Value): string | undefined {
  if (view.kind === "hidden" || value === null) return undefined;
  if (view.kind === "component") return fits(view.component, value);
  if (!Array.isArray(value)) return `expects a list of items, but got ${inWords(value)}`;
  for (const [index, item] of (value as readonly Value[]).entries()) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) {
      return `expects a list of objects with the fields ${Object.keys(view.fields).join(", ")}, but item ${index + 1} is not an object`;
    }
    for (const [field, component] of Object.entries(view.fields)) {
      const problem = fits(component, (item as Values)[field] ?? null);
      if (problem) return `(field '${field}' of item ${index + 1}) ${problem}`;
    }
  }
  return undefined;
}

function count(number: number, what: string): string {
  return `${number || "no"} ${what}${number === 1 ? "" : "s"}`;
}

function names(outputs: readonly OutputDescription[]): string {
  return outputs.map(({ name }) => `'${name}'`).join(", ");
}
