import { LimitError } from "../../failures/limit-error.ts";
import type { ExactIntegers } from "../../values/exact-integers.ts";
import type { Json } from "../../values/value.ts";
import type { JsonType } from "./json-type.ts";
import { soundType } from "./sound-type.ts";

/** An app's `/info` with everything in its place, whatever the app sent. */
export interface RawApi {
  readonly named: ReadonlyMap<string, RawEndpoint>;
  readonly unnamed: ReadonlyMap<number, RawEndpoint>;
  /** Those in it that lose digits as numbers, such as a seed that is a default. */
  readonly exact?: ExactIntegers;
}

export interface RawEndpoint {
  readonly parameters: readonly RawParameter[];
  readonly returns: readonly RawParameter[];
  readonly description: string;
}

export interface RawParameter {
  readonly label: string;
  readonly name: string;
  /** Undefined where the parameter is required. */
  readonly default?: Json;
  readonly type: JsonType;
  readonly pythonType: string;
  readonly pythonDescription: string;
  readonly component: string;
  readonly example?: Json;
}

type Fields = Readonly<Record<string, unknown>>;

const maxEndpoints = 5_000;
/** Parameters and returned values of all endpoints together. */
const maxParameters = 50_000;

/** Reads the body of `/info`. What is not as Gradio writes it is left out. */
export function readRawApi(body: unknown, exact?: ExactIntegers): RawApi {
  const { named_endpoints: named, unnamed_endpoints: unnamed } = fieldsOf(body);
  const entries = [...Object.entries(fieldsOf(named)), ...Object.entries(fieldsOf(unnamed))];
  if (entries.length > maxEndpoints) throw tooMany(`${maxEndpoints} endpoints`);
  const count = entries.reduce((sum, [, one]) => sum + sizeOf(one, "parameters") + sizeOf(one, "returns"), 0);
  if (count > maxParameters) throw tooMany(`${maxParameters} parameters`);
  return {
    named: new Map(Object.entries(fieldsOf(named)).map(([name, one]) => [name, endpointOf(one)])),
    ...(exact && { exact }),
    unnamed: new Map(Object.entries(fieldsOf(unnamed)).map(([name, one]) => [Number(name), endpointOf(one)])),
  };
}

function endpointOf(value: unknown): RawEndpoint {
  const { parameters, returns, description } = fieldsOf(value);
  return {
    parameters: listOf(parameters).map(parameterOf),
    returns: listOf(returns).map(parameterOf),
    description: textOf(description),
  };
}

function parameterOf(value: unknown): RawParameter {
  const raw = fieldsOf(value);
  const python = fieldsOf(raw["python_type"]);
  // The casts: what was parsed from JSON is JSON.
  return {
    label: textOf(raw["label"]),
    name: textOf(raw["parameter_name"]),
    ...(raw["parameter_has_default"] ? { default: (raw["parameter_default"] ?? null) as Json } : {}),
    type: soundType(raw["type"]),
    pythonType: textOf(python["type"]),
    pythonDescription: textOf(python["description"]),
    component: textOf(raw["component"]),
    ...(raw["example_input"] === undefined ? {} : { example: raw["example_input"] as Json }),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function sizeOf(endpoint: unknown, name: string): number {
  return listOf(fieldsOf(endpoint)[name]).length;
}

function tooMany(what: string): LimitError {
  return new LimitError(`it describes more than ${what}, the most that Daggr takes`);
}
