import { meantName, meantText } from "../text/meant-name.ts";
import { didYouMean, quoteClosestFirst } from "../text/similarity.ts";
import { WorkflowError } from "./site.ts";

/** A mistake in the workflow file. Constructors throw it where the mistake is, so its place is in the stack. */
export function mistake(message: string, help?: string): WorkflowError {
  return new WorkflowError(message, help === undefined ? {} : { help });
}

/** Makes something that has no name yet. What goes wrong remembers by which title it is called meanwhile. */
export function unnamed<T>(title: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof WorkflowError) error.unnamed = title;
    throw error;
  }
}

/** "… has no output port 'imagee'. Its output ports: 'image'. Did you mean 'image'?" */
export function notFound(of: string, kind: string, name: string, options: readonly string[]): string {
  if (options.length === 0) return `${of} has no ${kind} '${name}': it has no ${kind}s.`;
  return `${of} has no ${kind} '${name}'. Its ${kind}s: ${quoteClosestFirst(name, options)}.${didYouMean(name, options)}`;
}

/** Refuses option names that do not exist: `api_name` for `apiName`, and slips. */
export function checkOptionNames(of: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const hint = meantText(meantName(name, known));
    throw mistake(`${of} has no option '${name}'. Its options: ${quoteClosestFirst(name, known)}.${hint}`);
  }
}

/** Options are one object, or nothing. */
export function optionsOf(of: string, options: unknown): Readonly<Record<string, unknown>> {
  if (options === undefined) return {};
  if (typeof options === "object" && options !== null && !Array.isArray(options)) {
    return options as Record<string, unknown>;
  }
  throw mistake(`${of} takes its options in one object, as in { inputs: { … }, outputs: { … } }.`);
}

/** What a wrong value is, in a few words. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return value.name ? `the function '${value.name}'` : "a function";
  if (typeof value !== "object")
    return value === undefined ? "undefined" : `the ${typeof value} ${JSON.stringify(value)}`;
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor?.name && constructor.name !== "Object" ? `a ${constructor.name}` : "an object";
}
