import type { ApiInfo, EndpointInfo } from "../gradio/schema/api-info.ts";
import { findEndpoint } from "../gradio/schema/endpoint.ts";
import type { ts } from "../typescript.ts";
import type { ServiceLookup } from "./lookup/service-lookup.ts";
import { extract, type Extracted } from "./model/extract.ts";
import type { NodeSite } from "./model/model.ts";
import type { Project } from "./project/project.ts";
import { EndpointTypes, spaceTypes } from "./types/space-types.ts";

/**
 * Everything that rules, completion and hover read: one file of one program at one moment. The way from text to diagnostics:
 * `analyze` makes this, `runRules` gives it to each rule, and `Language` adds the compiler's errors for the terminal.
 */
export interface Analysis extends Extracted {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly lookup: ServiceLookup;
  /** Version of the engine that runs workflows, where it is known. */
  readonly engineVersion?: string;
  /** The calls of GradioNodes whose endpoint is known. */
  readonly calls: readonly SpaceCall[];
  /** The types of the parameters and results of endpoints in this program. */
  readonly endpointTypes: EndpointTypes;
}

export interface SpaceCall {
  readonly site: NodeSite;
  readonly space: string;
  readonly api: ApiInfo;
  readonly endpoint: EndpointInfo;
  /** Such as `endpoint '/image' of 'owner/space'`, for messages. */
  readonly title: string;
  /** False where `preprocess` makes other inputs of them, or the workflow said not to validate. */
  readonly comparable: boolean;
}

/** Reads one file of a program. */
export function analyze(
  project: Project,
  program: ts.Program,
  file: ts.SourceFile,
  lookup: ServiceLookup,
  engineVersion?: string,
): Analysis {
  const extracted = extract(program, file);
  const calls = extracted.model.nodes.flatMap((site) => spaceCallOf(site, lookup) ?? []);
  const typed = new Map(calls.map(({ space, api }) => [space, typesOf(api, project)]));
  const endpointTypes = new EndpointTypes(program, typed);
  return {
    ...extracted,
    program,
    file,
    lookup,
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

function spaceCallOf(site: NodeSite, lookup: ServiceLookup): SpaceCall | undefined {
  const { target, apiName } = site;
  if (site.kind !== "gradio" || target === undefined || apiName === undefined) return undefined;
  const answer = lookup.space(target.value);
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
