import type { ComponentDescription } from "./description.ts";
import type { Value } from "../values/value.ts";
import { filePlaces, type FileShape } from "./file-positions.ts";
import { specOf } from "./registry.ts";
import type { ComponentFamily } from "./spec.ts";

// Questions about a component as a workflow described it.

/** What kind of value a component carries, as its options have it: a choice among numbers gives a number. */
export function familyOf({ component, options }: ComponentDescription): ComponentFamily {
  const { family } = specOf(component);
  return typeof family === "function" ? family(options) : family;
}

/** Where files are in the values of a component. */
export function filesOf({ component, options }: ComponentDescription): FileShape {
  return specOf(component).files(options);
}

/**
 * Why a value does not fit a component ("expects a number, but got …"), or undefined where it does. Null fits every component:
 * it is nothing, or nothing yet.
 */
export function fits({ component, options }: ComponentDescription, value: Value): string | undefined {
  if (value === null) return undefined;
  const problem = specOf(component).check(options)(value);
  return problem === undefined ? undefined : `expects ${problem}`;
}

/** Whether a person can fill it in; the others only show a value. */
export function isInput({ component, options }: ComponentDescription): boolean {
  return specOf(component).input && options["interactive"] !== false;
}

/** Whether it is shown at all; its port can be connected either way. */
export function isVisible({ options }: ComponentDescription): boolean {
  return options["visible"] !== false && options["visible"] !== "hidden";
}

/**
 * Whether a value names a file by its path or address. Code may, and the terminal; what comes from a canvas or an imported
 * sheet may not: a file that a person gave is a reference, or is written out.
 */
export function namesFile(component: ComponentDescription, value: Value): boolean {
  return filePlaces(filesOf(component), value).some(
    ({ file }) => typeof file === "string" && file !== "" && !file.startsWith("data:"),
  );
}

/** A typical value of a component. Files are data URLs. */
export function exampleValue({ component, options }: ComponentDescription): Value {
  return upgraded({ component, options }, options["value"] ?? specOf(component).example(options));
}

/** The value of an input that nobody touched: its `value` option, where null is nothing, else the component's own. */
export function initialValue({ component, options }: ComponentDescription): Value {
  const spec = specOf(component);
  const { value } = options;
  if (value === null && !spec.neverEmpty) return null;
  return upgraded({ component, options }, value ?? spec.initial(options));
}

/** A value in the documented form, where it came in a shorter or an older one. */
export function upgraded(
  { component, options = {} }: Pick<ComponentDescription, "component"> & Partial<ComponentDescription>,
  value: Value,
): Value {
  return specOf(component).upgrade?.(value, options) ?? value;
}
