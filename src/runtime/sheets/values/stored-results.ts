import type { Value } from "../../values/value.ts";
import { renamedInput, renamedNode, type Rename } from "../database/renames.ts";
import type { Operation, StoredValue } from "../journal/operations.ts";
import type { ResultRecord, ResultSummary, SheetId } from "../store.ts";
import type { ValueWriter } from "./value-storage.ts";

/** The fields of a result that have columns of their own; the rest is stored in its body. */
type Columns = Pick<ResultRecord, "id" | "node" | "key" | "startedAt" | "duration">;

/** A result in its stored form. */
export interface StoredResult extends ResultSummary {
  readonly node: string;
  readonly body: StoredValue;
  readonly items: readonly (readonly [key: string, done: boolean])[];
}

/** The name and the star that a person gave a result. */
export interface ResultDescription {
  readonly name?: string;
  readonly starred: boolean;
}

export async function storeResult(
  record: ResultRecord,
  described: ResultDescription,
  values: ValueWriter,
): Promise<StoredResult> {
  const { id, node, key, startedAt, duration, ...body } = record;
  return {
    id,
    node,
    key,
    startedAt,
    duration,
    ...described,
    edited: record.editedFrom !== undefined,
    // A record is JSON, but its type has no index signature.
    body: await values.store(body as unknown as Value),
    items: record.items?.map(({ key, status }) => [key, status === "done"] as const) ?? [],
  };
}

export function resultOperations(sheet: SheetId, stored: StoredResult): Operation[] {
  const { id, name, starred, items, node, key, startedAt, duration, edited, body } = stored;
  const result: Operation = {
    type: "result",
    sheet,
    result: id,
    node,
    key,
    startedAt,
    duration,
    edited,
    body,
    ...(items.length > 0 && { items }),
  };
  if (name === undefined && !starred) return [result];
  return [result, { type: "describe", sheet, result: id, ...(name !== undefined && { name }), starred }];
}

/** The result behind a row and its body, with present names for everything that was renamed since. */
export function toRecord(columns: Columns, body: Value, renames: readonly Rename[]): ResultRecord {
  const { id, node, key, startedAt, duration } = columns;
  // `storeResult` wrote it.
  const rest = body as unknown as Omit<ResultRecord, keyof Columns>;
  return renames.reduce(renamed, { id, node, key, startedAt, duration, ...rest });
}

function renamed(record: ResultRecord, rename: Rename): ResultRecord {
  const node = (name: string) => renamedNode(name, rename);
  const picks = Object.entries(record.picks).map(([choice, variant]) => [node(choice), node(variant)]);
  return {
    ...record,
    canvas: mapKeys(record.canvas, (id) => renamedInput(id, rename)),
    upstream: mapKeys(record.upstream, node),
    picks: Object.fromEntries(picks) as ResultRecord["picks"],
  };
}

function mapKeys<T>(record: Readonly<Record<string, T>>, rename: (key: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
}
