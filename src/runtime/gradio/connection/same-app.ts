import { within } from "../../failures/network.ts";
import { parseJson } from "../../files/http/json-limits.ts";
import { answerLimits } from "../answer-limits.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import type { App } from "./app.ts";
import { soundConfig } from "./sound-config.ts";

/**
 * Whether an app is still the one that was connected. Each start of an app draws a new id. False where it cannot be known, so
 * that the app is connected again.
 */
export async function isSameApp(app: App, limit: number, signal: AbortSignal): Promise<boolean> {
  return (await compareApp(app, limit, signal)) === "same";
}

/** The app that answers now, compared with the one that was connected; "unknown" where it does not tell. */
export async function compareApp(
  app: App,
  limit: number,
  signal: AbortSignal,
): Promise<"same" | "other" | "unknown"> {
  const id = app.config.app_id;
  if (id === undefined) return "unknown";
  try {
    const answer = await ask(app, app.route("app_id"), answerLimits.receipt, limit, signal);
    const now = (answer as { app_id?: unknown } | null)?.app_id;
    if (now === undefined) return "unknown";
    return now === id ? "same" : "other";
  } catch {
    signal.throwIfAborted();
    return "unknown";
  }
}

/**
 * Whether the app that took a call means the same function by its number as the app that was connected. Asked after the call was
 * taken: ids never come back, so an id that is still the same was the same when the call was taken. Another id may be that
 * of a replica of the same Space; then the endpoint's description has to be the same.
 */
export async function meansSameFunction(
  app: App,
  target: EndpointTarget,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (await isSameApp(app, limit, signal)) return true;
  try {
    const config = soundConfig(await ask(app, `${app.url}/config`, answerLimits.description, limit, signal));
    return config === undefined || outline(config, target) === outline(app.config, target);
  } catch {
    signal.throwIfAborted();
    // It cannot be asked any more, but it could before the call, and was the same then.
    return true;
  }
}

/** What an endpoint is, as far as the configuration tells it. */
function outline(config: App["config"], { dependency }: EndpointTarget): string {
  const components = new Map(config.components.map(({ id, type }) => [id, type]));
  const found = config.dependencies.find(({ id }) => id === dependency.id);
  const types = (ids: readonly number[] = []) => ids.map((id) => components.get(id));
  return JSON.stringify([found?.api_name, types(found?.inputs), types(found?.outputs)]);
}

async function ask(
  app: App,
  address: string,
  maxBytes: number,
  limit: number,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await app.fetch(address, { signal: within(limit, signal), maxBytes });
  const text = await response.text();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return parseJson(text);
}
