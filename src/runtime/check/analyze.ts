import { findEndpoint } from "../gradio/endpoint.ts";
import type { ts } from "../typescript.ts";
import type { Analysis, SpaceCall } from "./analysis.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import { extract } from "./model/extract.ts";
import type { NodeSite } from "./model/model.ts";

/** Reads one file of a program. */
export function analyze(program: ts.Program, file: ts.SourceFile, knowledge: Knowledge): Analysis {
  const extracted = extract(program, file);
  const calls = extracted.model.nodes.flatMap((site) => callOf(site, knowledge) ?? []);
  return { ...extracted, program, file, knowledge, calls };
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
