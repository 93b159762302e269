import { createHash } from "node:crypto";
import * as v from "valibot";
import type { ApiInfo, EndpointInfo } from "../gradio/schema/api-info.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { lockName } from "./names.ts";
import { parameterType, returnType } from "./value-types.ts";

/** A Space as it was when its types were written. */
const spaceSchema = v.object({
  /** Of the Space's repository, where the Hub told it. */
  commit: v.optional(v.string()),
  /** Version of Gradio. */
  gradio: v.string(),
  /** Hash of everything that the types say. */
  api: v.string(),
  /** Each endpoint in a line, so that a difference can be told in words. */
  endpoints: v.record(v.string(), v.string()),
});
const modelSchema = v.object({
  commit: v.optional(v.string()),
  /** In the Hub's words. */
  task: v.optional(v.string()),
});
const lockSchema = v.object({
  version: v.literal(1),
  spaces: v.record(v.string(), spaceSchema),
  models: v.record(v.string(), modelSchema),
});

export type LockedSpace = v.InferOutput<typeof spaceSchema>;
export type LockedModel = v.InferOutput<typeof modelSchema>;
/** What the types of a folder were made from, by Space and model. */
export type Lock = v.InferOutput<typeof lockSchema>;

export const emptyLock: Lock = { version: 1, spaces: {}, models: {} };

/** Longer types stand in the lock as their beginning and a hash. */
const maxType = 80;

export function lockedSpace(api: ApiInfo, commit: string | undefined): LockedSpace {
  const lines = api.endpoints
    .map((endpoint) => [String(endpoint.name), endpointLine(endpoint)] as const)
    .sort(([a], [b]) => compare(a, b));
  const whole = JSON.stringify(api.endpoints.map((one) => [one.name, endpointLine(one, Infinity)]).sort());
  return {
    ...(commit === undefined ? {} : { commit }),
    gradio: api.version,
    api: hash(whole, 16),
    endpoints: Object.fromEntries(lines),
  };
}

export function lockedModel({ sha, pipelineTag }: ModelInfo): LockedModel {
  return { ...(sha === undefined ? {} : { commit: sha }), ...(pipelineTag ? { task: pipelineTag } : {}) };
}

/** `(prompt: string, seed?: number) → ImageFile`. */
function endpointLine({ parameters, returns }: EndpointInfo, most = maxType): string {
  const takes = parameters.map((one) => {
    const choices = one.choices ? ` of ${JSON.stringify(one.choices)}` : "";
    const type = shortened(`${parameterType(one)}${choices}`, most);
    return `${shortened(one.name, most)}${one.required ? "" : "?"}: ${type}`;
  });
  const gives = returns.map((one) => shortened(`${one.component} ${returnType(one)}`, most));
  return `(${takes.join(", ")}) → ${gives.join(", ")}`;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 12)}… #${hash(text, 8)}`;
}

function hash(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** By the numbers of the characters, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The text of the lock file: the same for the same lock, whatever order things were found in. */
export function lockText({ spaces, models }: Lock): string {
  return `${JSON.stringify({ version: 1, spaces: sorted(spaces), models: sorted(models) }, null, 2)}\n`;
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));
}

/** @throws Error where the text is no lock */
export function parseLock(text: string): Lock {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(lockSchema, json);
  if (parsed.success) return parsed.output;
  throw new Error(
    `${lockName} is no lock of this version of daggr. Delete it and run "daggr types", which writes it again.`,
  );
}

/**
 * What is different in a Space, a sentence each; none where it still fits. Another commit or version of Gradio alone changes nothing
 * for a workflow.
 */
export function spaceChanges(locked: LockedSpace, now: LockedSpace): readonly string[] {
  if (locked.api === now.api) return [];
  const gone = Object.keys(locked.endpoints).filter((name) => !Object.hasOwn(now.endpoints, name));
  const added = Object.keys(now.endpoints).filter((name) => !Object.hasOwn(locked.endpoints, name));
  const other = Object.entries(now.endpoints).filter(
    ([name, line]) => Object.hasOwn(locked.endpoints, name) && locked.endpoints[name] !== line,
  );
  const changes = [
    ...gone.map((name) => `Endpoint '${name}' is gone.`),
    ...added.map((name) => `Endpoint '${name}' is new.`),
    ...other.map(([name, line]) => `Endpoint '${name}' was ${locked.endpoints[name]}, and is ${line}.`),
  ];
  return changes.length > 0 ? changes : ["What its endpoints take or give has changed."];
}
