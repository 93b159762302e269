import type { ApiInfo } from "../gradio/schema/api-info.ts";
import { findEndpoint } from "../gradio/schema/endpoint.ts";
import type { ts } from "../typescript.ts";
import type { Analysis, SpaceCall } from "./analysis.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import { extract } from "./model/extract.ts";
import type { NodeSite } from "./model/model.ts";
import type { Project } from "./project/project.ts";
import { EndpointTypes, spaceTypes } from "./types/space-types.ts";

/** Reads one file of a program. */
export function analyze(
  project: Project,
  program: ts.Program,
  file: ts.SourceFile,
  knowledge: Knowledge,
  engineVersion?: string,
): Analysis {
  const extracted = extract(program, file);
  const calls = extracted.model.nodes.flatMap((site) => callOf(site, knowledge) ?? []);
  const typed = new Map(calls.map(({ space, api }) => [space, typesOf(api, project)]));
  const endpointTypes = new EndpointTypes(program, typed);
  return {
    ...extracted,
    program,
    file,
    knowledge,
    calls,
    endpointTypes,
    ...(engineVersion && { engineVersion }),
  };
}

/** Makes a Space's types part of the project; the next program knows them. */
function typesOf(api: ApiInfo, project: Project): string {
  const { fileName, text } = spaceTypes(api);
  return project.generate(fileName, text);
}

function callOf(site: NodeSite, knowledge: Knowledge): SpaceCall | undefined {
  const { target, apiName } = site;
  if (site.kind !== "gradio" || target === undefined || apiName === undefined) return undefined;
  const answer = knowledge.space(target.value);
  if (answer.kind !== "known") return undefined;
  const endpoint = findEndpoint(answer.value, apiName.value.replace(/^\/(?=\d+$)/, ""));
  if (endpoint === undefined) return undefined;
  return {
    site,
    space: target.value,
    api: answer.value,
    endpoint,
    title: `endpoint ${endpointText(endpoint.name)} of '${target.value}'`,
    comparable: isValidated(site) && !site.options?.entries.has("preprocess"),
  };
}

/** How messages and code name an endpoint: those without a name by their number. */
export function endpointText(name: string | number): string {
  return typeof name === "number" ? String(name) : `'${name}'`;
}

export function isValidated(site: NodeSite): boolean {
  const entry = site.options?.entries.get("validate");
  return entry === undefined || entry.value?.getText() === "true";
}
