import { misfit, misfitText } from "../../../runtime/components/misfit.ts";
import { StepError } from "../../../runtime/failures/failure.ts";
import type { CallRequest } from "../../../runtime/session/calls/call.ts";
import { setOwn, type Json, type Value } from "../../../runtime/values/value.ts";
import type { Endpoint } from "../api/endpoints.ts";
import type { Parameter } from "../api/parameters.ts";
import { fromGradio } from "./values.ts";
import type { VisitorFiles } from "../files/visitor-files.ts";

type Arguments = Required<Pick<CallRequest, "inputs" | "picks" | "answers">>;

/**
 * What a client sent, sorted by what it is for.
 * @throws {StepError} which names the parameter that is missing or does not fit
 */
export async function argumentsOf(
  { name, parameters }: Pick<Endpoint, "name" | "parameters">,
  data: readonly (Json | undefined)[],
  files: VisitorFiles,
  signal: AbortSignal,
): Promise<Arguments> {
  if (data.length > parameters.length)
    throw new StepError({
      message: `'/${name}' takes ${parameters.length} values, but ${data.length} were sent.`,
      help: parameters.length > 0 ? `They are ${listed(parameters)}.` : "It takes none.",
    });
  const inputs: Record<string, Value> = {};
  const picks: Record<string, string> = {};
  const answers: Record<string, Value> = {};
  await Promise.all(
    parameters.map(async (parameter, at) => {
      const { gives } = parameter;
      const value = await valueOf(parameter, data[at], files, signal);
      if (gives.kind === "input") setOwn(inputs, gives.input, value);
      // Of a choice, what was checked to be one of its variants; nothing is the first one.
      else if (gives.kind === "variant" && typeof value === "string") setOwn(picks, gives.choice, value);
      else if (gives.kind === "answer" && value !== null) setOwn(answers, gives.node, value);
    }),
  );
  return { inputs, picks, answers };
}

/**
 * Values by the names of parameters, in the order in which they are sent otherwise.
 * @throws {StepError} which names what the endpoint does not take
 */
export function inOrder(
  { name, parameters }: Pick<Endpoint, "name" | "parameters">,
  named: Readonly<Record<string, unknown>>,
): unknown[] {
  const unknown = Object.keys(named).find((key) => !parameters.some((one) => one.name === key));
  if (unknown !== undefined)
    throw new StepError({
      message: `'/${name}' has no parameter '${unknown}'.`,
      help: parameters.length > 0 ? `It has ${listed(parameters)}.` : "It has none.",
    });
  return parameters.map((one) => (Object.hasOwn(named, one.name) ? named[one.name] : undefined));
}

async function valueOf(
  parameter: Parameter,
  sent: Json | undefined,
  files: VisitorFiles,
  signal: AbortSignal,
): Promise<Value> {
  const { name, component, default: initial } = parameter;
  if (sent === undefined) {
    if (initial !== undefined) return initial;
    throw new StepError({ message: `The parameter '${name}' is missing.`, help: "It has no default." });
  }
  const value = await fromGradio(component, sent, files, signal).catch((error: unknown): never => {
    if (!(error instanceof StepError)) throw error;
    const { failure } = error;
    throw new StepError({ ...failure, message: `The parameter '${name}': ${failure.message}` });
  });
  const found = misfit(component, value);
  if (found) throw new StepError({ message: `The parameter '${name}' ${misfitText(found)}` });
  return value;
}

function listed(parameters: readonly Parameter[]): string {
  return parameters.map(({ name }) => name).join(", ");
}
