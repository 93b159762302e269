import type { Config } from "@gradio/client";
import type { Json } from "../../values/value.ts";

type Component = Config["components"][number];
type Dependency = Config["dependencies"][number];

/** What the oldest configurations do not mark. */
const neverInApi = new Set(["state", "button"]);

/** Whether a component is no part of the API, though a function takes or returns it: states, buttons. `/info` leaves it out. */
export function isSkipped(component: Component): boolean {
  // The cast: the client's types leave the mark out.
  const { type, skip_api: marked } = component as Component & { readonly skip_api?: unknown };
  return type === "state" || (typeof marked === "boolean" ? marked : neverInApi.has(type));
}

/** The components of an endpoint's inputs or outputs, in order; undefined for one that the configuration does not have. */
export function componentsOf(config: Config, ids: readonly number[]): readonly (Component | undefined)[] {
  const byId = new Map(config.components.map((component) => [component.id, component]));
  return ids.map((id) => byId.get(id));
}

/** What the page itself would send for a component that is no part of the API: a button its text, a state nothing. */
export function ownValue(component: Component): Json {
  const { value } = component.props as { readonly value?: unknown };
  // The server puts its own state there.
  return component.type !== "state" && typeof value === "string" ? value : null;
}

/** The returned values that are part of the API. Gradio's client leaves out states only. */
export function returnedInApi(
  config: Config,
  { outputs }: Dependency,
  values: readonly Json[],
): readonly Json[] {
  const sent = componentsOf(config, outputs).filter((component) => component?.type !== "state");
  if (sent.length !== values.length) return values;
  return values.filter((_, at) => !sent[at] || !isSkipped(sent[at]));
}
