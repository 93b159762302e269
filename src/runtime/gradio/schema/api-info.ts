import type { Config } from "@gradio/client";
import { componentNames } from "../../components/description.ts";
import type { Json } from "../../values/value.ts";
import { isSkipped } from "./api-components.ts";
import { appStatesOf, type AppStates } from "./app-states.ts";
import { holdsFile } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";
import type { RawApi, RawEndpoint, RawParameter } from "./raw-api.ts";
import { TypeTexts } from "./type-text.ts";

/** What an app offers, in one form for all versions of Gradio: the base of checks, completion and calls. */
export interface ApiInfo {
  /** As it was asked for: `owner/name` or an address. */
  readonly space: string;
  /** Gradio's. */
  readonly version: string;
  /** Those with a name first, in the app's order. */
  readonly endpoints: readonly EndpointInfo[];
  /** Where it keeps some for each session. */
  readonly states?: AppStates;
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

type Dependency = Config["dependencies"][number];
type Props = Readonly<Record<string, unknown>>;

/** What all endpoints of an app are read with. */
interface Reading {
  readonly components: ReadonlyMap<number, Config["components"][number]>;
  readonly texts: TypeTexts;
}

export function parseApi(space: string, raw: RawApi, config: Config): ApiInfo {
  const byName = new Map(config.dependencies.map((one) => [`/${String(one.api_name)}`, one]));
  const byNumber = new Map(config.dependencies.map((one) => [one.id, one]));
  const components = new Map(config.components.map((one) => [one.id, one]));
  const reading = { components, texts: new TypeTexts() };
  const named = [...raw.named].map(([name, endpoint]) => ({ name, endpoint, dependency: byName.get(name) }));
  const unnamed = [...raw.unnamed].map(([name, endpoint]) => ({
    name,
    endpoint,
    dependency: byNumber.get(name),
  }));
  const states = appStatesOf(config);
  return {
    space,
    version: config.version,
    ...(states ? { states } : {}),
    endpoints: [...named, ...unnamed].flatMap(({ name, endpoint, dependency }) =>
      dependency ? [parseEndpoint(name, endpoint, dependency, reading)] : [],
    ),
  };
}

function parseEndpoint(
  name: string | number,
  endpoint: RawEndpoint,
  dependency: Dependency,
  reading: Reading,
): EndpointInfo {
  const components = dependency.inputs.flatMap((id) => {
    const component = reading.components.get(id);
    return component && !isSkipped(component) ? [component] : [];
  });
  const { parameters } = endpoint;
  return {
    name,
    index: dependency.id,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    parameters: parameters.map((parameter, at) => {
      const props = components.length === parameters.length ? components[at]?.props : undefined;
      return parseParameter(parameter, at, props ?? {}, reading);
    }),
    returns: endpoint.returns.map((one) => parseReturn(one, reading)),
    generator: dependency.types?.generator ?? false,
  };
}

function parseParameter(raw: RawParameter, at: number, props: Props, reading: Reading): ParameterInfo {
  const choices = raw.type.enum ?? raw.type.items?.enum;
  const bound = (name: string) => (typeof props[name] === "number" ? { [name]: props[name] } : {});
  return {
    ...parseReturn(raw, reading),
    name: raw.name || `param_${at}`,
    required: raw.default === undefined,
    ...(raw.default === undefined ? {} : { default: raw.default }),
    // A dropdown that takes new values only suggests its choices; where there are none yet, an event fills them in.
    ...(choices?.length && props["allow_custom_value"] !== true ? { choices } : {}),
    ...bound("minimum"),
    ...bound("maximum"),
    ...(raw.example === undefined ? {} : { example: raw.example }),
  };
}

function parseReturn(raw: RawParameter, reading: Reading): ReturnInfo {
  const description = raw.pythonDescription || raw.type.description;
  return {
    label: raw.label,
    component: componentName(raw.component),
    type: reading.texts.of(raw.type),
    jsonType: raw.type,
    ...(raw.pythonType ? { pythonType: raw.pythonType } : {}),
    ...(description ? { description } : {}),
    file: holdsFile(raw.type),
  };
}

const spelling = new Map(componentNames.map((name) => [name.toLowerCase(), name]));

/** Gradio writes `Checkboxgroup` for what its users call `CheckboxGroup`. */
function componentName(name: string): string {
  return spelling.get(name.toLowerCase()) ?? name;
}
