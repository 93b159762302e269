import type { Config } from "@gradio/client";
import { componentNames } from "../../components/description.ts";
import type { Json } from "../../values/value.ts";
import { holdsFile } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";
import { typeText } from "./type-text.ts";

/** What an app offers, in one form for all versions of Gradio: the base of checks, completion and calls. */
export interface ApiInfo {
  /** As it was asked for: `owner/name` or an address. */
  readonly space: string;
  /** Gradio's. */
  readonly version: string;
  /** Those with a name first, in the app's order. */
  readonly endpoints: readonly EndpointInfo[];
}

export interface EndpointInfo {
  /** With its slash, or the number of an endpoint without a name. */
  readonly name: string | number;
  /** Its number, by which calls are made. */
  readonly index: number;
  readonly description?: string;
  readonly parameters: readonly ParameterInfo[];
  readonly returns: readonly ReturnInfo[];
  /** It gives results bit by bit. */
  readonly generator: boolean;
}

export interface ReturnInfo {
  readonly label: string;
  /** As the `daggr` module spells it, or Gradio's word for a component that it does not have. */
  readonly component: string;
  /** The value's type as TypeScript text; files are path strings. */
  readonly type: string;
  readonly jsonType: JsonType;
  readonly pythonType?: string;
  readonly description?: string;
  /** A file stands in its value. */
  readonly file: boolean;
}

export interface ParameterInfo extends ReturnInfo {
  readonly name: string;
  readonly required: boolean;
  /** Where it is not required. */
  readonly default?: Json;
  /** The allowed values, where the app restricts them. */
  readonly choices?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly example?: Json;
}

/** An app's `/info`. */
export interface RawApi {
  readonly named_endpoints: Readonly<Record<string, RawEndpoint>>;
  readonly unnamed_endpoints: Readonly<Record<string, RawEndpoint>>;
}

interface RawEndpoint {
  readonly parameters?: readonly RawParameter[];
  readonly returns?: readonly RawParameter[];
  readonly description?: string | null;
}

interface RawParameter {
  readonly label?: string;
  readonly parameter_name?: string | null;
  readonly parameter_has_default?: boolean;
  readonly parameter_default?: Json;
  readonly type?: JsonType;
  readonly python_type?: { readonly type?: string; readonly description?: string | null };
  readonly component?: string;
  readonly example_input?: Json;
}

type Dependency = Config["dependencies"][number];

export function parseApi(space: string, raw: RawApi, config: Config): ApiInfo {
  const named = Object.entries(raw.named_endpoints).map(([name, endpoint]) => {
    const dependency = config.dependencies.find((one) => `/${String(one.api_name)}` === name);
    return { name, endpoint, dependency };
  });
  const unnamed = Object.entries(raw.unnamed_endpoints).map(([number, endpoint]) => {
    const dependency = config.dependencies.find((one) => one.id === Number(number));
    return { name: Number(number), endpoint, dependency };
  });
  return {
    space,
    version: config.version,
    endpoints: [...named, ...unnamed].flatMap(({ name, endpoint, dependency }) =>
      dependency ? [parseEndpoint(name, endpoint, dependency, config)] : [],
    ),
  };
}

function parseEndpoint(
  name: string | number,
  endpoint: RawEndpoint,
  dependency: Dependency,
  config: Config,
): EndpointInfo {
  // The app's state is no parameter: the server keeps it, and `/info` leaves it out.
  const components = dependency.inputs.flatMap((id) => {
    const component = config.components.find((one) => one.id === id);
    return component && component.type !== "state" ? [component] : [];
  });
  const parameters = endpoint.parameters ?? [];
  return {
    name,
    index: dependency.id,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    parameters: parameters.map((parameter, at) => {
      const props = components.length === parameters.length ? components[at]?.props : undefined;
      return parseParameter(parameter, at, props ?? {});
    }),
    returns: (endpoint.returns ?? []).map(parseReturn),
    generator: dependency.types?.generator ?? false,
  };
}

function parseParameter(
  raw: RawParameter,
  at: number,
  props: Readonly<Record<string, unknown>>,
): ParameterInfo {
  const jsonType = raw.type ?? {};
  const choices = jsonType.enum ?? jsonType.items?.enum;
  const bound = (name: string) => (typeof props[name] === "number" ? { [name]: props[name] } : {});
  return {
    ...parseReturn(raw),
    name: raw.parameter_name || `param_${at}`,
    required: !raw.parameter_has_default,
    ...(raw.parameter_has_default ? { default: raw.parameter_default ?? null } : {}),
    // A dropdown that takes new values only suggests its choices.
    ...(choices && props["allow_custom_value"] !== true ? { choices } : {}),
    ...bound("minimum"),
    ...bound("maximum"),
    ...(raw.example_input === undefined ? {} : { example: raw.example_input }),
  };
}

function parseReturn(raw: RawParameter): ReturnInfo {
  const jsonType = raw.type ?? {};
  const description = raw.python_type?.description || jsonType.description;
  return {
    label: raw.label ?? "",
    component: componentName(raw.component ?? ""),
    type: typeText(jsonType),
    jsonType,
    ...(raw.python_type?.type ? { pythonType: raw.python_type.type } : {}),
    ...(description ? { description } : {}),
    file: holdsFile(jsonType),
  };
}

const spelling = new Map(componentNames.map((name) => [name.toLowerCase(), name]));

/** Gradio writes `Checkboxgroup` for what its users call `CheckboxGroup`. */
function componentName(name: string): string {
  return spelling.get(name.toLowerCase()) ?? name;
}
