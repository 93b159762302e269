import { StepError } from "../../failures/failure.ts";
import type { Value, Values } from "../../values/value.ts";
import type { ParameterInfo } from "../schema/api-info.ts";
import type { App } from "../connection/app.ts";
import { didYouMean, quoteList } from "../../text/similarity.ts";
import { componentsOf, isSkipped, ownValue } from "../schema/api-components.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import { toGradio } from "../schema/value-formats.ts";
import type { JsonType } from "../schema/json-type.ts";

/** One place in the list that an endpoint is called with. */
export interface Argument {
  readonly value: Value;
  /** Where the app describes it. */
  readonly type?: JsonType;
}

/**
 * The named inputs in the endpoint's order, defaults filled in, values in the form the app wants. Rejects what the app
 * would not understand: unknown and missing parameters.
 */
export function argumentsFor(app: App, target: EndpointTarget, inputs: Values): readonly Argument[] {
  assertAccepted(app, target, Object.keys(inputs));
  // Apps may hide an endpoint's description; then the inputs go as they stand.
  const given = target.info
    ? target.info.parameters.map((parameter) => argumentOf(parameter, inputs))
    : Object.values(inputs).map((value) => ({ value }));
  const queue = given.values();
  return componentsOf(app.config, target.dependency.inputs).map((component) => {
    if (component && isSkipped(component)) return { value: ownValue(component) };
    return queue.next().value ?? { value: null };
  });
}

/** Rejects inputs of names that the app would not understand: unknown and missing parameters, and a count that does not fit. */
export function assertAccepted(app: App, target: EndpointTarget, names: readonly string[]): void {
  if (target.info) assertParameters(app, target, target.info.parameters, names);
  const given = target.info?.parameters.length ?? names.length;
  const components = componentsOf(app.config, target.dependency.inputs);
  const wanted = components.filter((component) => !component || !isSkipped(component)).length;
  if (given !== wanted) throw miscounted(app, target, wanted, given);
}

/** The values would reach other parameters than they are meant for. */
function miscounted(app: App, target: EndpointTarget, wanted: number, given: number): StepError {
  const are = (count: number) => (count === 1 ? "is" : "are");
  const where = `${target.title} of '${app.name}'`;
  const values = `${wanted} ${wanted === 1 ? "value" : "values"}`;
  return target.info
    ? new StepError({
        message: `${where} takes ${values}, but the app describes ${given} of them.`,
        help: "Ask the app's owner to correct it: the app contradicts itself.",
      })
    : new StepError({
        message: `${where} takes ${values}, and ${given} ${are(given)} given.`,
        help: "The app does not describe this endpoint: give the node as many inputs, in the order of the function's own.",
      });
}

function assertParameters(
  app: App,
  target: EndpointTarget,
  parameters: readonly ParameterInfo[],
  given: readonly string[],
): void {
  const names = parameters.map(({ name }) => name);
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new StepError({
      message:
        `Parameter '${unknown}' does not exist in ${target.title} of '${app.name}'. ` +
        (names.length ? `Its parameters: ${quoteList(names)}.` : "It has no parameters.") +
        didYouMean(unknown, names),
      help: "Correct the input's name in the node.",
    });
  }
  const missing = parameters.filter(({ name, required }) => required && !given.includes(name));
  if (missing.length > 0) {
    const list = quoteList(missing.map(({ name }) => name));
    throw new StepError({
      message: `${target.title} of '${app.name}' needs a value for ${list}.`,
      help: missing.length > 1 ? "Give the node these inputs." : "Give the node this input.",
    });
  }
}

function argumentOf(parameter: ParameterInfo, inputs: Values): Argument {
  const { name, jsonType: type, default: fallback = null } = parameter;
  const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  // Defaults are in the app's own form already.
  return value === undefined ? { value: fallback } : { value: toGradio(parameter, value), type };
}
