import type { Value } from "../graph/value.ts";
import type { ResultRow } from "./database/read.ts";
import type { ResultRecord } from "./store.ts";

/** What a result's row has in columns of its own; the body has the rest. */
type Columns = "id" | "node" | "key" | "startedAt" | "duration";

export function bodyOf(result: ResultRecord): Value {
  const { id, node, key, startedAt, duration, ...body } = result;
  return body as unknown as Value;
}

/** A result as it was given, with nodes called as they are called now. */
export function recordOf(
  row: ResultRow,
  body: Value,
  renames: readonly { readonly from: string; readonly to: string }[],
): ResultRecord {
  const { id, node, key, startedAt, duration } = row;
  const rest = body as unknown as Omit<ResultRecord, Columns>;
  const record: ResultRecord = { id, node, key, startedAt, duration, ...rest };
  return renames.reduce(renamed, record);
}

function renamed(
  record: ResultRecord,
  { from, to }: { readonly from: string; readonly to: string },
): ResultRecord {
  const node = (name: string) => (name === from ? to : name);
  const input = (id: string) => (id.startsWith(`${from}.`) ? to + id.slice(from.length) : id);
  return {
    ...record,
    canvas: mapKeys(record.canvas, input),
    upstream: mapKeys(record.upstream, node),
    picks: Object.fromEntries(
      Object.entries(record.picks).map(([choice, variant]) => [node(choice), node(variant)]),
    ),
  };
}

function mapKeys<T>(record: Readonly<Record<string, T>>, rename: (key: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
}
