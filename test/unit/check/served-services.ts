import type { ApiInfo, EndpointInfo, ReturnInfo } from "../../../src/runtime/gradio/schema/api-info.ts";
import { serveHttp, type HttpServer } from "../../hub/http.ts";
import { startHub, type LocalHub } from "../../support/hub.ts";
import type { FakeLookup } from "./fake-lookup.ts";

export interface ServedServices {
  readonly hub: LocalHub;
  stop(): Promise<void>;
}

/** The Spaces and models of a fake world as programs find them: a Hub, and an app for each Space that tells its API. */
export async function serveServices({ spaces, models }: FakeLookup): Promise<ServedServices> {
  const hub = await startHub();
  const apps = await Promise.all(Object.values(spaces).map(serveApp));
  Object.keys(spaces).forEach((id, place) => hub.spaces.set(id, { url: apps[place]!.url }));
  for (const { id, providers } of Object.values(models))
    hub.models.set(id, { providers: providers.map(({ provider, task }) => ({ provider, task })) });
  return {
    hub,
    stop: async () => {
      await Promise.all([hub.stop(), ...apps.map((app) => app.stop())]);
    },
  };
}

function serveApp(api: ApiInfo): Promise<HttpServer> {
  const config = configOf(api);
  const info = infoOf(api);
  return serveHttp(({ path }) => {
    if (path === "/config") return { body: config };
    if (path === "/gradio_api/info") return { body: info };
    return { status: 404, body: { detail: "Not Found" } };
  });
}

/** As Gradio writes it: components by number, and which of them each endpoint takes and returns. */
function configOf({ version, endpoints, states }: ApiInfo) {
  const ids = new Set(states?.endpoints.flatMap(({ reads, writes }) => [...reads, ...writes]));
  const components: object[] = [...ids].map((id) => ({
    id,
    type: "state",
    props: { value: states?.filled.includes(id) ? "filled" : null },
  }));
  let next = 100;
  const component = (one: ReturnInfo, props: object = {}) => {
    components.push({ id: ++next, type: one.component.toLowerCase(), props });
    return next;
  };
  const dependencies = endpoints.map((endpoint, place) => {
    const id = indexOf(endpoint, place);
    const use = states?.endpoints.find(({ index }) => index === id);
    return {
      id,
      api_name: typeof endpoint.name === "string" ? endpoint.name.slice(1) : false,
      inputs: [
        ...endpoint.parameters.map((one) => component(one, { minimum: one.minimum, maximum: one.maximum })),
        ...(use?.reads ?? []),
      ],
      outputs: [...endpoint.returns.map((one) => component(one)), ...(use?.writes ?? [])],
      types: { generator: endpoint.generator },
    };
  });
  const hidden = (states?.endpoints ?? []).filter(({ name }) => name === undefined);
  return {
    version,
    protocol: "sse_v3",
    api_prefix: "/gradio_api",
    components,
    dependencies: [
      ...dependencies,
      ...hidden.map(({ index: id, reads: inputs, writes: outputs, onLoad }) => ({
        ...{ id, api_name: false, inputs, outputs, types: { generator: false } },
        targets: onLoad ? [[1, "load"]] : [],
      })),
    ],
  };
}

function infoOf({ endpoints }: ApiInfo) {
  const described = endpoints.map((endpoint, place) => [
    typeof endpoint.name === "string" ? endpoint.name : String(indexOf(endpoint, place)),
    {
      parameters: endpoint.parameters.map((one) => ({
        ...value(one),
        parameter_name: one.name,
        parameter_has_default: !one.required,
        parameter_default: one.default ?? null,
      })),
      returns: endpoint.returns.map(value),
    },
  ]);
  const named = (name: unknown) => String(name).startsWith("/");
  return {
    named_endpoints: Object.fromEntries(described.filter(([name]) => named(name))) as object,
    unnamed_endpoints: Object.fromEntries(described.filter(([name]) => !named(name))) as object,
  };
}

function value({ label, component, jsonType: type }: ReturnInfo) {
  return { label, component, type };
}

/** Those of the fake world that have no number of their own get one. */
function indexOf({ index }: EndpointInfo, place: number): number {
  return index === 0 ? place + 1000 : index;
}
