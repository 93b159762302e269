import type {
  ApiInfo,
  EndpointInfo,
  ParameterInfo,
  ReturnInfo,
} from "../../../src/runtime/gradio/schema/api-info.ts";
import type { JsonType } from "../../../src/runtime/gradio/schema/json-type.ts";
import { typeText } from "../../../src/runtime/gradio/schema/type-text.ts";
import type { Json } from "../../../src/runtime/values/value.ts";
import type { ModelInfo } from "../../../src/runtime/hub/model-info.ts";
import type {
  LookupAnswer,
  FoundId,
  ServiceLookup,
} from "../../../src/runtime/check/lookup/service-lookup.ts";
import { sortBySimilarity } from "../../../src/runtime/text/similarity.ts";

/** A world that is completely known: what is not listed does not exist. */
export class FakeLookup implements ServiceLookup {
  offline = false;

  constructor(
    readonly spaces: Readonly<Record<string, ApiInfo>>,
    readonly models: Readonly<Record<string, ModelInfo>>,
  ) {}

  space(id: string): LookupAnswer<ApiInfo> {
    return this.#answer(id, this.spaces);
  }

  model(id: string): LookupAnswer<ModelInfo> {
    return this.#answer(id, this.models);
  }

  async settled(): Promise<void> {}

  onChange(): { dispose(): void } {
    return { dispose: () => {} };
  }

  searchSpaces(query: string): Promise<readonly FoundId[]> {
    const found = Object.keys(this.spaces)
      .filter((id) => id.toLowerCase().includes(query.toLowerCase()))
      .map((id) => ({ id, detail: "" }));
    return Promise.resolve(found);
  }

  searchModels(query: string): Promise<readonly FoundId[]> {
    const found = Object.keys(this.models)
      .filter((id) => id.toLowerCase().includes(query.toLowerCase()))
      .map((id) => ({ id, detail: "" }));
    return Promise.resolve(found);
  }

  #answer<T>(id: string, all: Readonly<Record<string, T>>): LookupAnswer<T> {
    if (this.offline) return { kind: "unverified", reason: "the network cannot be reached" };
    const value = Object.hasOwn(all, id) ? all[id] : undefined;
    if (value === undefined)
      return { kind: "missing", similar: sortBySimilarity(id, Object.keys(all)), signedIn: true };
    return { kind: "known", value };
  }
}

const file: JsonType = {
  type: "object",
  title: "FileData",
  properties: { path: { type: "string" }, orig_name: { type: "string" } },
};

/** Gradio's JSON types of some components. */
const jsonTypes: Readonly<Record<string, JsonType>> = {
  Textbox: { type: "string" },
  Number: { type: "number" },
  Slider: { type: "number", description: "numeric value" },
  Checkbox: { type: "boolean" },
  Image: file,
  Audio: file,
  Video: { type: "object", properties: { video: file } },
  File: file,
  Files: { type: "array", items: file },
  JSON: {},
};

interface Described extends Partial<ParameterInfo> {
  readonly component: string;
}

export function parameter(name: string, component: string, more: Partial<ParameterInfo> = {}): ParameterInfo {
  const hasDefault = "default" in more;
  return { ...returned(more.label ?? capital(name), component, more), name, required: !hasDefault, ...more };
}

export function choice(
  name: string,
  values: readonly Json[],
  more: Partial<ParameterInfo> = {},
): ParameterInfo {
  const jsonType: JsonType = { type: "string", enum: values };
  return parameter(name, "Dropdown", { jsonType, type: typeText(jsonType), choices: values, ...more });
}

export function returned(label: string, component: string, more: Partial<Described> = {}): ReturnInfo {
  const jsonType = more.jsonType ?? jsonTypes[component] ?? {};
  return {
    label,
    component: component === "Files" ? "File" : component,
    jsonType,
    type: typeText(jsonType),
    file: /^(Image|Audio|Video|Files?)$/.test(component),
  };
}

export function endpoint(
  name: string | number,
  parameters: readonly ParameterInfo[],
  returns: readonly ReturnInfo[],
  more: Partial<EndpointInfo> = {},
): EndpointInfo {
  return { name, index: typeof name === "number" ? name : 0, parameters, returns, generator: false, ...more };
}

export function api(space: string, ...endpoints: readonly EndpointInfo[]): ApiInfo {
  return { space, version: "6.0.0", endpoints };
}

export function model(
  id: string,
  ...providers: readonly (readonly [provider: string, task: string])[]
): ModelInfo {
  return {
    id,
    providers: providers.map(([provider, task]) => ({ provider, task, status: "live" })),
    gated: false,
    private: false,
  };
}

function capital(name: string): string {
  return (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("_", " ");
}
