import mime from "mime";
import type { Json, Value } from "../values/value.ts";
import { isFileRef } from "../values/value.ts";
import { findClosest } from "../text/similarity.ts";
import { filesOf, fits } from "./component-queries.ts";
import type { ComponentDescription } from "./description.ts";
import { filePlaces } from "./file-positions.ts";
import { valueSchema } from "./value-schema.ts";

/** Why a component does not take a value that a program gives it. */
export interface Misfit {
  /** "expects a number from 1 to 10, but got the number 11" */
  readonly problem: string;
  /** The value that it takes and that is most like the given one. */
  readonly closest?: Json;
}

/**
 * Looks at a value as Gradio does when a call brings it: beside its type, the bounds of numbers, the choices and the types of files.
 * What Gradio leaves to its page (steps, lengths of text, numbers of choices) is not looked at here either.
 */
export function misfit(component: ComponentDescription, value: Value): Misfit | undefined {
  const problem = fits(component, value);
  if (problem !== undefined) return withClosest(problem, closestChoice(component, value));
  return typeof value === "number" ? outOfBounds(component, value) : wrongFile(component, value);
}

/** As the end of a message: "… expects one of "small", "large", but got the text "smal". Did you mean "small"?" */
export function misfitText({ problem, closest }: Misfit): string {
  return `${problem}.${closest === undefined ? "" : ` Did you mean ${JSON.stringify(closest)}?`}`;
}

function withClosest(problem: string, closest: Json | undefined): Misfit {
  return closest === undefined ? { problem } : { problem, closest };
}

function outOfBounds(component: ComponentDescription, value: number): Misfit | undefined {
  const { minimum, maximum } = valueSchema(component);
  const least = typeof minimum === "number" ? minimum : undefined;
  const most = typeof maximum === "number" ? maximum : undefined;
  const closest = Math.min(Math.max(value, least ?? -Infinity), most ?? Infinity);
  if (closest === value) return undefined;
  const range =
    least === undefined
      ? `of at most ${most}`
      : most === undefined
        ? `of at least ${least}`
        : `from ${least} to ${most}`;
  return { problem: `expects a number ${range}, but got the number ${value}`, closest };
}

/** Of a list, the first that is no choice is meant. */
function closestChoice(component: ComponentDescription, value: Value): Json | undefined {
  const schema = valueSchema(component);
  const of = schema["items"] ?? schema;
  const listed = typeof of === "object" && of !== null && "enum" in of ? of.enum : undefined;
  const choices = ((listed ?? []) as readonly Json[]).filter(isPlain);
  const given: readonly Value[] = Array.isArray(value) ? value : [value];
  const wrong = given.filter(isPlain).find((one) => !choices.includes(one));
  if (wrong === undefined) return undefined;
  const closest = findClosest(String(wrong), choices.map(String));
  return choices.find((choice) => String(choice) === closest);
}

function isPlain(value: Value): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function wrongFile(component: ComponentDescription, value: Value): Misfit | undefined {
  const { fileTypes } = component.options;
  if (!Array.isArray(fileTypes) || fileTypes.length === 0) return undefined;
  const types = (fileTypes as readonly Json[]).map(String);
  for (const { file } of filePlaces(filesOf(component), value)) {
    if (!isFileRef(file) || types.some((type) => isOfType(file.name, type))) continue;
    return { problem: `expects files of the types ${types.join(", ")}, but got the file '${file.name}'` };
  }
  return undefined;
}

/** @param type an extension with its dot, or what stands before the slash of media types; "file" is any */
function isOfType(name: string, type: string): boolean {
  if (type === "file") return true;
  if (type.startsWith("."))
    return name.length > type.length && name.toLowerCase().endsWith(type.toLowerCase());
  // A name that is nothing but an extension has none.
  return /.\.[^.]+$/.test(name) && mime.getType(name)?.startsWith(`${type}/`) === true;
}
