import { createHash } from "node:crypto";
import type { Json } from "../../../runtime/values/value.ts";
import { componentConfig, layoutConfig, type ComponentConfig } from "./component-config.ts";
import type { DescribedEndpoint, DescribedValue } from "./description.ts";

/** The version of Gradio whose protocol and forms these are. */
const version = "6.31.0";

interface ConfigOptions {
  readonly title: string;
  /** The address under which the client reaches the server. */
  readonly origin: string;
  readonly appId: number;
  readonly user: string | undefined;
  /** Bytes. */
  readonly maxFileSize: number;
}

/**
 * What Gradio answers to `/config`. Whoever builds a page of it (`gr.load`) gets the inputs, a button for each endpoint, and the
 * outputs.
 */
export function configOf(endpoints: readonly DescribedEndpoint[], options: ConfigOptions): Json {
  const { title, origin, appId, user, maxFileSize } = options;
  const components = new Map<string, ComponentConfig>();
  const nextId = () => components.size + 1;
  const ofValue = ({ id, component, label, default: initial = null, type, example }: DescribedValue) => {
    const found = components.get(id);
    if (found) return found.id;
    const config = componentConfig(nextId(), component, { label, value: initial, type, example });
    components.set(id, config);
    return config.id;
  };
  const ofLayout = (key: string, name: "row" | "column" | "button", props = {}) => {
    const config = layoutConfig(nextId(), name, props);
    components.set(key, config);
    return config.id;
  };
  const inputs = endpoints.map(({ parameters }) => parameters.map(ofValue));
  const buttons = endpoints.map(({ name }) => ofLayout(`button ${name}`, "button", { value: name }));
  const outputs = endpoints.map(({ returns }) => returns.map(ofValue));
  const [row, left, right] = [
    ofLayout("row", "row"),
    ofLayout("left", "column"),
    ofLayout("right", "column"),
  ];
  const layout = {
    id: 0,
    children: [
      {
        id: row,
        children: [
          { id: left, children: placed([...inputs.flat(), ...buttons]) },
          { id: right, children: placed(outputs.flat()) },
        ],
      },
    ],
  };
  const dependencies = endpoints.map((endpoint, at) =>
    dependencyOf(endpoint, buttons[at]!, inputs[at]!, outputs[at]!),
  );
  return {
    version,
    api_prefix: "/gradio_api",
    mode: "blocks",
    app_id: appId,
    root: origin,
    title,
    username: user ?? null,
    // The casts: they are JSON all through, which interfaces do not say.
    components: [...components.values()] as unknown as Json,
    dependencies,
    layout,
    page: {
      "": {
        layout,
        components: [...components.values()].map(({ id }) => id),
        dependencies: dependencies.map((_, index) => index),
      },
    },
    pages: [["", "Home", true]],
    current_page: "",
    protocol: "sse_v3",
    connect_heartbeat: false,
    max_file_size: maxFileSize,
    enable_queue: true,
    show_error: true,
    ...{ is_space: false, is_colab: false, space_id: null, dev_mode: false, vibe_mode: false },
    ...{
      analytics_enabled: false,
      mcp_server: false,
      run_history: false,
      pwa: false,
      i18n_translations: null,
    },
    ...{ css: null, js: null, head: null, stylesheets: [], theme: null, theme_hash: null, body_css: null },
    ...{ fill_height: false, fill_width: false, footer_links: [] },
  };
}

/** Gradio draws a new id at each start. Here another graph has another one too, since its endpoints are numbered anew. */
export function appIdOf(start: string, endpoints: readonly DescribedEndpoint[]): number {
  const outline = endpoints.map(({ name, parameters, returns }) => [
    name,
    parameters.map(({ id, type }) => [id, type]),
    returns.map(({ id, type }) => [id, type]),
  ]);
  return createHash("sha256")
    .update(JSON.stringify([start, outline]))
    .digest()
    .readUIntBE(0, 6);
}

function placed(ids: readonly number[]): { readonly id: number }[] {
  return [...new Set(ids)].map((id) => ({ id }));
}

/** Only what every version's `gr.load` takes: it makes arguments of whatever else it finds. */
function dependencyOf(
  { index, name, documented }: DescribedEndpoint,
  button: number,
  inputs: readonly number[],
  outputs: readonly number[],
): Readonly<Record<string, Json>> {
  return {
    id: index,
    targets: [[button, "click"]],
    inputs,
    outputs,
    backend_fn: true,
    js: null,
    queue: true,
    api_name: name,
    scroll_to_output: false,
    show_progress: "full",
    batch: false,
    max_batch_size: 4,
    cancels: [],
    types: { generator: true, cancel: false },
    collects_event_data: false,
    trigger_after: null,
    trigger_only_on_success: false,
    trigger_mode: "once",
    // Since Gradio 6 it is called api_visibility; its own clients still understand this.
    show_api: documented,
    rendered_in: null,
    render_id: null,
    connection: "sse",
    time_limit: null,
    stream_every: 0.5,
  };
}
