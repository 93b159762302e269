import { ComponentObject, factoryName } from "./component.ts";
import { ItemListObject } from "./item-list.ts";
import { toJson } from "./json.ts";
import { takeMisses, type Miss } from "./misses.ts";
import { kindOf, mistake, notFound } from "./mistakes.ts";
import { DefinedNode } from "./nodes/definition.ts";
import { definitionOf } from "./nodes/definition.ts";
import type { InputDefinition, OutputDefinition, Postprocess, Preprocess } from "./nodes/definition.ts";
import { wireOf } from "./ports.ts";
import { looksLikeInteger } from "./reserved.ts";

/** The option `inputs` of a node, each one looked at. `of` names the node in messages. */
export function inputsOption(of: string, inputs: unknown): Map<string, InputDefinition> {
  const all = record(of, "inputs", "{ text: gr.Textbox() }", inputs);
  const undefinedOnes = Object.keys(all).filter((name) => all[name] === undefined);
  const misses = takeMisses(undefinedOnes.length);
  for (const [index, name] of undefinedOnes.entries()) throw undefinedInput(of, name, misses[index]);
  return new Map(
    Object.entries(all).map(([name, value]) => [
      checkedName(of, "input", name),
      inputOption(of, name, value),
    ]),
  );
}

/** One input. */
export function inputOption(of: string, name: string, value: unknown): InputDefinition {
  const what = `Input '${name}' of ${of}`;
  if (value === undefined) throw undefinedInput(of, name, takeMisses(1)[0]);
  const wire = wireOf(value);
  if (wire) return { kind: "port", wire };
  if (value instanceof ComponentObject) return { kind: "component", component: value };
  if (value instanceof DefinedNode) {
    const ports = [...definitionOf(value).outputs.keys()];
    const example =
      ports.length > 0 ? ` Give one of its ports: ${ports.map((port) => `.${port}`).join(", ")}.` : "";
    throw mistake(`${what} is a node.${example}`);
  }
  if (value instanceof ItemListObject) throw mistake(`${what} is an ItemList, which can only be an output.`);
  if (typeof value === "function") {
    const factory = factoryName(value);
    if (factory) throw mistake(`${what} is gr.${factory}; call it: gr.${factory}().`);
    return { kind: "callable", call: value as () => unknown };
  }
  if (value instanceof Promise) {
    throw mistake(`${what} is a promise.`, "Await it, or give a function that is called at each run.");
  }
  return { kind: "fixed", value: toJson(value, what) };
}

function undefinedInput(of: string, name: string, miss: Miss | undefined): Error {
  const what = `Input '${name}' of ${of} is undefined.`;
  if (!miss) return mistake(what, "Is a port or variable misspelt? Leave the input out to use its default.");
  return mistake(`${what} ${notFound(miss.of, miss.kind, miss.name, miss.options)}`);
}

/** The option `outputs` of a node, or else the given ones. */
export function outputsOption(
  of: string,
  outputs: unknown,
  otherwise: ReadonlyMap<string, OutputDefinition>,
): ReadonlyMap<string, OutputDefinition> {
  if (outputs === undefined) return otherwise;
  const all = record(of, "outputs", "{ image: gr.Image() }", outputs);
  return new Map(
    Object.entries(all).map(([name, value]) => [
      checkedName(of, "output", name),
      outputOption(of, name, value),
    ]),
  );
}

/** What a node has that names no outputs. */
export const defaultOutput: ReadonlyMap<string, OutputDefinition> = new Map([
  ["output", { kind: "component", component: { component: "JSON", options: {} } }],
]);

function outputOption(of: string, name: string, value: unknown): OutputDefinition {
  const what = `Output '${name}' of ${of}`;
  if (value === null) return { kind: "hidden" };
  if (value instanceof ComponentObject) return { kind: "component", component: value.description };
  if (value instanceof ItemListObject) return { kind: "items", fields: value.fields };
  const factory = factoryName(value);
  if (factory) throw mistake(`${what} is gr.${factory}; call it: gr.${factory}().`);
  throw mistake(
    `${what} must be a component such as gr.Textbox(), an ItemList, or null to hide it, but is ${kindOf(value)}.`,
  );
}

function record(
  of: string,
  option: string,
  example: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (value === undefined) return {};
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !wireOf(value)) {
    return value as Record<string, unknown>;
  }
  throw mistake(
    `The option '${option}' of ${of} must be an object, as in ${example}, but is ${kindOf(value)}.`,
  );
}

function checkedName(of: string, kind: "input" | "output", name: string): string {
  if (name === "") throw mistake(`An ${kind} of ${of} has an empty name.`);
  if (looksLikeInteger(name)) {
    throw mistake(
      `The ${kind} '${name}' of ${of} looks like a number, and objects keep such names in numerical order.`,
      `Give it a name that starts with a letter, such as '${kind}${name}'.`,
    );
  }
  return name;
}

/** `preprocess` and `postprocess`. */
export function hookOptions(
  of: string,
  options: Readonly<Record<string, unknown>>,
): { readonly preprocess?: Preprocess; readonly postprocess?: Postprocess } {
  for (const name of ["preprocess", "postprocess"]) optionOf(of, options, name, "function");
  return {
    preprocess: options["preprocess"] as Preprocess,
    postprocess: options["postprocess"] as Postprocess,
  };
}

interface OptionTypes {
  function: (...values: never[]) => unknown;
  boolean: boolean;
  string: string;
  number: number;
}

/** An option of one simple type, or undefined where it was left out. */
export function optionOf<T extends keyof OptionTypes>(
  of: string,
  options: Readonly<Record<string, unknown>>,
  name: string,
  type: T,
): OptionTypes[T] | undefined {
  const value = options[name];
  if (value === undefined || typeof value === type) return value as OptionTypes[T] | undefined;
  throw mistake(`The option '${name}' of ${of} must be a ${type}, but is ${kindOf(value)}.`);
}

/** The option `name`, which must not be empty. */
export function nameOption(of: string, options: Readonly<Record<string, unknown>>): string | undefined {
  const name = optionOf(of, options, "name", "string");
  if (name !== undefined && name.trim() === "") throw mistake(`The name of ${of} is empty.`);
  return name;
}
