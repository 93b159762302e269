import * as v from "valibot";
import type { FileShape } from "../components/file-positions.ts";
import type { StateUse } from "../graph/app-states.ts";
import { canonical, hashText } from "../plan/hash.ts";
import type { ExactIntegers } from "../values/exact-integers.ts";
import type { Value, Values } from "../values/value.ts";

/** What a call asked for, without anything that differs between machines and people: it decides which record answers. */
export type CallRequest = {
  /** Files are references by content. */
  readonly arguments: Values;
  /** Arguments that a function gives anew for each call: any value of them will do. */
  readonly drawn?: readonly string[];
} & (
  | {
      readonly kind: "space";
      /** `owner/name`, or an address; all addresses of this machine and its network are `http://localhost`. */
      readonly app: string;
      readonly endpoint: string | number;
    }
  | { readonly kind: "model"; readonly model: string; readonly task?: string; readonly provider?: string }
);

/** What a call came to. */
export type RecordedAnswer =
  | {
      readonly kind: "result";
      /** The endpoint's return values in order. Files are references by content. */
      readonly returned: readonly Value[];
      readonly exact?: ExactIntegers;
      readonly commit?: string;
      /** The states of its app that it wrote. */
      readonly states?: readonly number[];
      /** What the service printed. */
      readonly log?: readonly string[];
      /** The values of the drawn arguments. */
      readonly drawn?: Values;
    }
  | { readonly kind: "failure"; readonly message: string; readonly help?: string; readonly drawn?: Values };

/** What was known of an endpoint or a model when it was called, so that a replay need not ask. */
export interface RecordedOffer {
  /** The positions of files, by input. */
  readonly files: Readonly<Record<string, FileShape>>;
  /** How the endpoint uses its app's states. */
  readonly states?: StateUse;
}

/** All that was recorded for one request: one file of a recording. */
export interface CallRecord {
  readonly format: typeof recordFormat;
  readonly request: CallRequest;
  readonly offer: RecordedOffer;
  /** In the order in which the calls were made: equal calls may have different answers. */
  readonly answers: readonly RecordedAnswer[];
}

export const recordFormat = "daggr call 1";

/** Equal for requests that one record answers. */
export function requestKey(request: CallRequest): string {
  return hashText(canonical({ ...request, drawn: [...(request.drawn ?? [])].sort() }));
}

/** What is called, as a message names it. */
export function targetOf(request: CallRequest): string {
  return request.kind === "space"
    ? `'${request.endpoint}' of '${request.app}'`
    : `the model '${request.model}'`;
}

/** Whether two requests go to the same endpoint or model. */
export function sameTarget(one: CallRequest, other: CallRequest): boolean {
  return one.kind === "space"
    ? other.kind === "space" && one.app === other.app && one.endpoint === other.endpoint
    : other.kind === "model" && one.model === other.model && one.task === other.task;
}

const name = v.pipe(v.string(), v.maxLength(500));
const text = v.pipe(v.string(), v.maxLength(200_000));
const stateNumber = v.pipe(v.number(), v.safeInteger());
/** It was parsed as JSON, whose depth and size are limited there. */
const value = v.custom<Value>((input) => input !== undefined, "Expected a value");
const values = v.record(v.string(), value);
const media = v.picklist(["image", "audio", "video", "model", "any"]);

const fileShape: v.GenericSchema<FileShape> = v.lazy(() =>
  v.variant("kind", [
    v.object({ kind: v.literal("none") }),
    v.object({ kind: v.literal("file"), media }),
    v.object({ kind: v.literal("list"), of: fileShape }),
    v.object({
      kind: v.literal("fields"),
      fields: v.record(v.string(), fileShape),
      only: v.exactOptional(v.object({ field: name, is: v.string() })),
    }),
    v.object({ kind: v.literal("oneOf"), shapes: v.array(fileShape) }),
  ]),
);

const asked = { arguments: values, drawn: v.exactOptional(v.array(name)) };

/** A record comes from a file, which may be anybody's. */
export const callRecordSchema = v.object({
  format: v.literal(recordFormat),
  request: v.variant("kind", [
    v.object({ ...asked, kind: v.literal("space"), app: name, endpoint: v.union([name, stateNumber]) }),
    v.object({
      ...asked,
      kind: v.literal("model"),
      model: name,
      task: v.exactOptional(name),
      provider: v.exactOptional(name),
    }),
  ]),
  offer: v.object({
    files: v.record(v.string(), fileShape),
    states: v.exactOptional(v.object({ reads: v.array(stateNumber), writes: v.array(stateNumber) })),
  }),
  answers: v.pipe(
    v.array(
      v.variant("kind", [
        v.object({
          kind: v.literal("result"),
          returned: v.array(value),
          exact: v.exactOptional(v.record(v.string(), v.pipe(v.string(), v.regex(/^(-?\d{16,})?$/)))),
          commit: v.exactOptional(name),
          states: v.exactOptional(v.array(stateNumber)),
          log: v.exactOptional(v.array(text)),
          drawn: v.exactOptional(values),
        }),
        v.object({
          kind: v.literal("failure"),
          message: text,
          help: v.exactOptional(text),
          drawn: v.exactOptional(values),
        }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(10_000),
  ),
}) satisfies v.GenericSchema<CallRecord>;
