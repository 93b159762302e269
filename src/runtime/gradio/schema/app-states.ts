import type { Config } from "@gradio/client";
import type { StateUse } from "../../graph/app-states.ts";

type Component = Config["components"][number];
type Dependency = Config["dependencies"][number];

/** An endpoint that touches states, documented or not. */
export interface StatefulEndpoint extends StateUse {
  /** Its number, by which calls are made. */
  readonly index: number;
  /** With its slash; undefined where it cannot be called by a name. */
  readonly name?: string;
  /** The app's page calls it when it opens, which a call of another endpoint does not. */
  readonly onLoad: boolean;
}

/** The states that an app keeps for each session. */
export interface AppStates {
  readonly endpoints: readonly StatefulEndpoint[];
  /** States that hold something before anything wrote them, as far as the app tells: Gradio 4 does. */
  readonly filled: readonly number[];
}

/** What an app's configuration says of its states. Undefined where it has none that is ever written: others are constants. */
export function appStatesOf({ components, dependencies }: Config): AppStates | undefined {
  const states = new Map(components.flatMap((one) => (one.type === "state" ? [[one.id, one] as const] : [])));
  const written = new Set(dependencies.flatMap(({ outputs }) => outputs).filter((id) => states.has(id)));
  if (written.size === 0) return undefined;
  const touched = (ids: readonly number[]) => [...new Set(ids.filter((id) => written.has(id)))];
  const endpoints = dependencies.flatMap((dependency): StatefulEndpoint[] => {
    const reads = touched(dependency.inputs);
    const writes = touched(dependency.outputs);
    if (reads.length === 0 && writes.length === 0) return [];
    const name = nameOf(dependency);
    return [{ index: dependency.id, ...(name ? { name } : {}), reads, writes, onLoad: isOnLoad(dependency) }];
  });
  return { endpoints, filled: [...written].filter((id) => isFilled(states.get(id)!)) };
}

/** How an endpoint uses the states of its app, by its number. */
export function stateUseOf(states: AppStates | undefined, index: number): StateUse {
  return states?.endpoints.find((one) => one.index === index) ?? { reads: [], writes: [] };
}

/** Milliseconds until the first of these states is thrown away after it was written; undefined where none is. */
export function lifetimeOf({ components }: Config, ids: readonly number[]): number | undefined {
  const seconds = components.flatMap(({ id, props }) => {
    const { time_to_live: limit } = props as { readonly time_to_live?: unknown };
    return ids.includes(id) && typeof limit === "number" && limit >= 0 ? [limit] : [];
  });
  return seconds.length > 0 ? Math.min(...seconds) * 1000 : undefined;
}

/** Gradio 6 gives a name to endpoints that are the page's alone. */
function nameOf(dependency: Dependency): string | undefined {
  const { api_visibility: visibility } = dependency as { readonly api_visibility?: unknown };
  if (!dependency.api_name || visibility === "private") return undefined;
  return `/${String(dependency.api_name)}`;
}

function isOnLoad({ targets }: Dependency): boolean {
  const list: unknown = targets;
  return Array.isArray(list) && list.some((target: unknown) => Array.isArray(target) && target[1] === "load");
}

function isFilled({ props }: Component): boolean {
  const { value } = props as { readonly value?: unknown };
  return value !== undefined && value !== null;
}
