import { StepError } from "../../failures/failure.ts";
import type { Value, Values } from "../../values/value.ts";
import type { ParameterInfo } from "../schema/api-info.ts";
import type { App } from "../connection/app.ts";
import { didYouMean, quoteList } from "../../text/similarity.ts";
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
  const parameters = target.info?.parameters ?? [];
  // Apps may hide an endpoint's description; then the inputs go as they stand.
  const given = target.info
    ? described(app, target, parameters, inputs)
    : Object.values(inputs).map((value) => ({ value }));
  const queue = [...given];
  return target.dependency.inputs.flatMap((id) => {
    const isState = app.config.components.find((component) => component.id === id)?.type === "state";
    // The server puts its own state there.
    if (isState) return [{ value: null }];
    const next = queue.shift();
    return next ? [next] : [];
  });
}

function described(
  app: App,
  target: EndpointTarget,
  parameters: readonly ParameterInfo[],
  inputs: Values,
): readonly Argument[] {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(inputs).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new StepError({
      message:
        `Parameter '${unknown}' does not exist in ${target.title} of '${app.name}'. ` +
        (names.length ? `Its parameters: ${quoteList(names)}.` : "It has no parameters.") +
        didYouMean(unknown, names),
      help: "Correct the input's name in the node.",
    });
  }
  const missing = parameters.filter(({ name, required }) => required && !Object.hasOwn(inputs, name));
  if (missing.length > 0) {
    const list = quoteList(missing.map(({ name }) => name));
    throw new StepError({
      message: `${target.title} of '${app.name}' needs a value for ${list}.`,
      help: missing.length > 1 ? "Give the node these inputs." : "Give the node this input.",
    });
  }
  return parameters.map((parameter) => {
    const { name, jsonType: type, default: fallback = null } = parameter;
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    // Defaults are in the app's own form already.
    return value === undefined ? { value: fallback } : { value: toGradio(parameter, value), type };
  });
}
