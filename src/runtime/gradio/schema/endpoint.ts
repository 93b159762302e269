import { StepError } from "../../failures/failure.ts";
import { findClosest, quoteList } from "../../text/similarity.ts";
import type { ApiInfo, EndpointInfo } from "./api-info.ts";
import type { App, Dependency } from "../connection/app.ts";

/** What is called: always a dependency of the app; its description is missing where the app hides it. */
export interface EndpointTarget {
  /** How messages call it. */
  readonly title: string;
  readonly dependency: Dependency;
  readonly info?: EndpointInfo;
}

/** The endpoint of a name (the slash may be left out) or a number, among those an app describes. */
export function findEndpoint(api: ApiInfo, name: string | number): EndpointInfo | undefined {
  if (typeof name === "number" || /^\d+$/.test(name)) {
    return api.endpoints.find((endpoint) => endpoint.index === Number(name));
  }
  return api.endpoints.find((endpoint) => endpoint.name === withSlash(name));
}

/** The number of an endpoint, whether the app describes it or not; undefined where nothing is known of it. */
export function endpointIndex(api: ApiInfo, name: string | number): number | undefined {
  const described = findEndpoint(api, name);
  if (described) return described.index;
  if (typeof name === "number") return name;
  return api.states?.endpoints.find((one) => one.name === withSlash(name))?.index;
}

/** What people call an endpoint whose name they do not know. */
const generalNames = /^\/?(infer|inference|predict|run|call|process|generate|submit|main|execute)$/i;

/**
 * The endpoint that is meant by a name that there is not: a similar one, else the only one that takes what is given, else for a
 * name that says nothing, such as `/infer`, the first one, which most apps begin with.
 *
 * @param fitting the endpoints that take all of the inputs
 */
export function meantEndpoint(
  written: string,
  names: readonly string[],
  fitting: readonly string[] = [],
): string | undefined {
  const similar = findClosest(written, names);
  if (similar !== undefined) return similar;
  if (fitting.length === 1) return fitting[0];
  return generalNames.test(written) ? (fitting[0] ?? names[0]) : undefined;
}

/** For messages: " Did you mean '/image'?"; nothing where nothing is meant. */
export function meantEndpointText(meant: string | undefined): string {
  return meant === undefined ? "" : ` Did you mean '${meant}'?`;
}

function withSlash(name: string): string {
  return name.startsWith("/") ? name : `/${name}`;
}

/** The endpoint to call, or an error that names the valid ones. */
export function endpointTarget(app: App, name: string | number): EndpointTarget {
  const info = findEndpoint(app.api, name);
  const index = info?.index ?? (typeof name === "number" ? name : app.apiMap[name.replace(/^\//, "")]);
  const dependency = index === undefined ? undefined : app.dependency(index);
  if (!dependency) throw unknownEndpoint(app, name);
  const title = typeof name === "number" ? `endpoint ${name}` : `'${withSlash(name)}'`;
  return { title, dependency, ...(info ? { info } : {}) };
}

function unknownEndpoint(app: App, name: string | number): StepError {
  const asked = typeof name === "number" ? String(name) : `'${withSlash(name)}'`;
  const names = app.api.endpoints.map((endpoint) => endpoint.name);
  const strings = names.filter((one) => typeof one === "string");
  return new StepError({
    message:
      `API endpoint ${asked} not found in '${app.name}'. ` +
      (names.length ? `Available endpoints: ${quoteList(names)}.` : "It has no API endpoints.") +
      (typeof name === "string" ? meantEndpointText(meantEndpoint(withSlash(name), strings)) : ""),
    help: "Set apiName to one of the available endpoints.",
  });
}
