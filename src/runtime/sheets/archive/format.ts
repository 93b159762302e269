import * as v from "valibot";
import { isFileRef, type FileRef, type Value } from "../../values/value.ts";
import type { MadeCalls } from "../made-calls.ts";
import type { ItemResult, ResultRecord, SheetState } from "../store.ts";

// An exported sheet is a zip file:
//   sheet.json              `Header`
//   content.jsonl           one `Line` per line
//   media/<sha256>/<name>   the files that the lines refer to

export const FORMAT = "daggr-sheet";
export const FORMAT_VERSION = 1;
export const HEADER = "sheet.json";
export const CONTENT = "content.jsonl";
export const MEDIA = /^media\/([0-9a-f]{64})\/([^/\\]+)$/;

/** Characters of a name, a key or an id. */
export const LONGEST_NAME = 500;
const name = v.pipe(v.string(), v.maxLength(LONGEST_NAME));
const number = v.pipe(v.number(), v.finite());
// Any JSON: what was parsed is nothing else, and what it means is checked where it is used.
const value = v.custom<Value>((input) => input !== undefined);
const values = v.record(name, value);

const point = v.object({ x: number, y: number });
const yes = v.literal(true);

export const headerSchema = v.object({ format: v.literal(FORMAT), version: number, name });
export type Header = v.InferOutput<typeof headerSchema>;

/** The value of one entry of each field of a sheet. */
const fields = {
  inputs: value,
  picks: name,
  positions: point,
  sizes: v.object({ width: number, height: number }),
  view: v.object({ x: number, y: number, zoom: number }),
  selected: name,
  pinned: name,
  bypassed: yes,
  marked: name,
  kept: value,
  partial: yes,
  compact: yes,
} satisfies Record<keyof SheetState, v.GenericSchema>;

const error = v.object({ message: v.string(), line: v.optional(number) });
const fallback = v.object({ because: v.string(), node: v.optional(name) });
const ranOn = v.object({ worker: name, waited: number });
const item = v.variant("status", [
  v.object({
    key: name,
    status: v.literal("done"),
    outputs: values,
    duration: number,
    fallback: v.optional(fallback),
    ranOn: v.optional(ranOn),
  }),
  v.object({
    key: name,
    status: v.literal("failed"),
    error,
    outputs: v.optional(values),
    ranOn: v.optional(ranOn),
  }),
]) satisfies v.GenericSchema<unknown, ItemResult>;

const callFacts = { number, node: name, item: v.optional(number), why: v.string() };
const calls = v.object({
  total: number,
  done: number,
  reused: number,
  failed: number,
  latest: v.array(
    v.variant("status", [
      v.object({
        ...callFacts,
        status: v.literal("done"),
        result: name,
        brief: v.optional(v.union([v.string(), v.custom<FileRef>(isFileRef)])),
        duration: number,
        reused: v.optional(v.literal(true)),
      }),
      v.object({ ...callFacts, status: v.literal("failed"), message: v.string() }),
      v.object({ ...callFacts, status: v.literal("stopped") }),
    ]),
  ),
}) satisfies v.GenericSchema<unknown, MadeCalls>;

const record = v.object({
  id: name,
  node: name,
  key: name,
  parts: v.object({
    code: name,
    options: name,
    inputs: v.record(name, name),
    upstream: v.record(name, name),
    variant: v.optional(name),
    commit: v.optional(name),
    calls: v.optional(v.record(name, name)),
  }),
  outputs: values,
  exact: v.optional(v.record(name, v.string())),
  misfits: v.optional(v.record(name, v.string())),
  items: v.optional(v.array(item)),
  shape: v.optional(v.array(value)),
  inputs: values,
  canvas: values,
  upstream: v.record(name, name),
  picks: v.record(name, name),
  drawn: values,
  startedAt: number,
  duration: number,
  editedFrom: v.optional(name),
  fallback: v.optional(fallback),
  ranOn: v.optional(ranOn),
  commit: v.optional(name),
  call: v.optional(v.object({ by: name, given: v.array(name) })),
  calls: v.optional(calls),
}) satisfies v.GenericSchema<unknown, ResultRecord>;

const entry = v.pipe(
  v.object({
    type: v.literal("entry"),
    field: v.picklist(v.keyof(v.object(fields)).options),
    key: name,
    value,
  }),
  v.check(
    ({ field, value }) => v.is(fields[field], value),
    "a field of the sheet has a value of another type",
  ),
);
const result = v.object({ type: v.literal("result"), record, name: v.optional(name), starred: v.boolean() });
const unfinished = v.object({ type: v.literal("item"), node: name, item });

export const lineSchema = v.union([entry, result, unfinished]);
export type Line = v.InferOutput<typeof lineSchema>;
