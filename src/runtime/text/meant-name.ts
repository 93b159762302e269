import { findClosest, isHalfAlike } from "./similarity.ts";

/** Which option somebody meant, and how it is known. */
export interface MeantName {
  readonly name: string;
  /** `python`: Python's spelling of it; `other`: what other libraries call it; `slip`: misspelt. */
  readonly from: "python" | "other" | "slip";
}

/** What other libraries, and people who know those, call an option. Where several of ours are valid, the first one is meant. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  apiName: ["endpoint", "api", "route", "function", "fnIndex", "method"],
  inputs: ["input", "params", "parameters", "args", "arguments", "payload", "kwargs", "data"],
  outputs: ["output", "returns", "results", "result"],
  ports: ["inputs", "input", "outputs", "fields", "components", "values"],
  nodes: ["steps", "tasks", "children", "elements", "components"],
  task: ["type", "pipeline", "pipelineTag"],
  options: ["choices", "items", "values", "candidates"],
  choices: ["options", "items", "values"],
  message: ["label", "question", "prompt", "title", "description", "text"],
  value: ["default", "defaultValue", "initialValue", "initial", "checked", "port", "content"],
  label: ["title", "name"],
  name: ["title", "label", "id", "nodeName"],
  info: ["description", "help", "hint"],
  minimum: ["min", "minValue"],
  maximum: ["max", "maxValue"],
  fileTypes: ["accept", "accepts"],
  multiselect: ["multiple"],
  columnCount: ["colCount"],
  columns: ["grid"],
  persistKey: ["storageKey", "key"],
  preprocess: ["before", "transformInputs", "inputTransform"],
  postprocess: ["after", "transformOutputs", "outputTransform", "transform"],
  concurrent: ["parallel"],
  concurrencyGroup: ["concurrencyId", "group"],
  maxConcurrent: ["concurrencyLimit", "maxConcurrency", "concurrency"],
  runLocally: ["local"],
  retries: ["maxRetries", "retryCount", "attempts", "maxAttempts"],
  fallback: ["fallbackValue", "onError", "onFailure"],
  cacheFor: ["cacheTtl", "ttl", "cache"],
};

/** The valid name that is meant by one that is not. A word that only looks like another one is not meant. */
export function meantName(written: string, valid: readonly string[]): MeantName | undefined {
  const camel = camelCase(written);
  if (camel !== written && valid.includes(camel)) return { name: camel, from: "python" };
  const known = Object.entries(otherWords).find(
    ([name, words]) => valid.includes(name) && words.includes(camel),
  );
  if (known !== undefined) return { name: known[0], from: "other" };
  const slip = findClosest(written, valid);
  return slip !== undefined && isHalfAlike(written, slip) ? { name: slip, from: "slip" } : undefined;
}

/** For messages: " That is Python's name; in TypeScript it is 'apiName'." or " Did you mean 'apiName'?"; nothing where nothing is meant. */
export function meantText(meant: MeantName | undefined): string {
  if (meant === undefined) return "";
  return meant.from === "python"
    ? ` That is Python's name; in TypeScript it is '${meant.name}'.`
    : ` Did you mean '${meant.name}'?`;
}

/** `max_length` → `maxLength` */
export function camelCase(name: string): string {
  return name.replaceAll(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}
