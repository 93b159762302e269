import { findClosest } from "../text/similarity.ts";
import { componentForValue } from "../components/component-for-value.ts";
import { fits, upgraded } from "../components/component-queries.ts";
import { withPlainFiles } from "../components/file-positions.ts";
import { specOf } from "../components/registry.ts";
import { inWords } from "../components/value-checks.ts";
import type { NodeDescription, OutputDescription, OutputView } from "./description.ts";
import { setOwn, type Value, type Values } from "../values/value.ts";

export type Assigned =
  | { readonly type: "outputs"; readonly outputs: Values }
  /** What came back does not fit the outputs; the message says what was expected and what came. */
  | {
      readonly type: "mismatch";
      readonly message: string;
      /** What to do, where more can be said than that. */
      readonly help?: string;
      /** The outputs that fit. */
      readonly fitting: Values;
      /** Why each of the others does not, by output. */
      readonly misfits: Readonly<Record<string, string>>;
    };

/** Gives what a service returned to the ports, in order. Values beyond the outputs are left out. */
export function assignInOrder(node: NodeDescription, returned: readonly Value[]): Assigned {
  const { outputs } = node;
  const given = outputs.slice(0, returned.length);
  const assigned = checked(
    node,
    Object.fromEntries(given.map(({ name }, index) => [name, returned[index]!])),
  );
  if (given.length === outputs.length) return assigned;
  const message = `'${node.name}' has ${count(outputs.length, "output")} (${names(outputs)}), but ${count(returned.length, "value")} came back. Remove outputs, or use postprocess to make the missing ones.`;
  const missing = Object.fromEntries(outputs.slice(returned.length).map(({ name }) => [name, message]));
  return assigned.type === "outputs"
    ? { type: "mismatch", message, fitting: assigned.outputs, misfits: missing }
    : {
        ...assigned,
        message: `${message} ${assigned.message}`,
        misfits: { ...missing, ...assigned.misfits },
      };
}

/** A value in the form of the component that shows it, where a Space gave it in one of its shorter forms. */
export function inFormOf(view: OutputView | undefined, value: Value): Value {
  return view?.kind === "component" && value !== null ? upgraded(view.component, value) : value;
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
      return mismatch(`${expected}; it returned an array of ${count(list.length, "value")}.`);
    }
    return checked(node, Object.fromEntries(outputs.map(({ name }, index) => [name, list[index]!])));
  }
  if (typeof returned !== "object" || returned === null) {
    const what = returned === undefined || returned === null ? "nothing" : `a ${typeof returned}`;
    return mismatch(`${expected}; it returned ${what}.`);
  }
  const given = Object.keys(returned);
  const missing = outputs.filter(({ name }) => !given.includes(name));
  if (missing.length > 0) {
    const unused = given.filter((name) => !outputs.some((output) => output.name === name));
    const meant = findClosest(missing[0]!.name, unused);
    const hint = meant === undefined ? "" : ` Is '${meant}' meant to be '${missing[0]!.name}'?`;
    const has = given.length > 0 ? `only ${given.map((name) => `'${name}'`).join(", ")}` : "an empty object";
    return mismatch(`${expected}; it returned ${has}. Missing: ${names(missing)}.${hint}`);
  }
  const values = returned as Values;
  return checked(node, Object.fromEntries(outputs.map(({ name }) => [name, values[name] ?? null])));
}

/** Hooks may describe files as Python's client does: `{ path, orig_name, meta … }`. */
function withoutDescriptions(view: OutputView, value: Value): Value {
  if (view.kind !== "component") return value;
  const { component, options } = view.component;
  return withPlainFiles(specOf(component).files(options), value);
}

function checked(node: NodeDescription, outputs: Values): Assigned {
  const fitting: Record<string, Value> = {};
  const misfits: Record<string, string> = {};
  const advice: string[] = [];
  for (const { name, view } of node.outputs) {
    const given = outputs[name];
    if (given === undefined) continue;
    const value = withoutDescriptions(view, given);
    const problem = fitsView(view, value);
    if (problem === undefined) setOwn(fitting, name, value);
    else {
      setOwn(misfits, name, `Output '${name}' of '${node.name}' ${problem}.`);
      advice.push(`'${name}' by gr.${componentForValue(value)}`);
    }
  }
  const messages = Object.values(misfits);
  if (messages.length === 0) return { type: "outputs", outputs: fitting };
  return {
    type: "mismatch",
    message: messages.join(" "),
    help: `Show ${advice.join(", ")}.`,
    fitting,
    misfits,
  };
}

/** Where nothing can be told apart. */
function mismatch(message: string): Assigned {
  return { type: "mismatch", message, fitting: {}, misfits: {} };
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
