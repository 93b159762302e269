import type { Database } from "./database/database.ts";
import {
  readEntries,
  readItemKeys,
  readRenames,
  readResults,
  readUnfinished,
  type ResultRow,
  type SheetRow,
} from "./database/read.ts";
import { isField } from "./database/entry-keys.ts";
import type { Operation, Stored } from "./operations.ts";
import { bodyOf, recordOf } from "./records.ts";
import type { GraphKey, ResultSummary, SheetId, SheetState } from "./store.ts";
import type { StoredValues } from "./values.ts";

/** All of a sheet, whichever sheet: what is copied, exported and imported. */
export interface SheetContent {
  readonly entries: readonly {
    readonly field: keyof SheetState;
    readonly key: string;
    readonly value: Stored;
  }[];
  /** Oldest first. */
  readonly results: readonly StoredResult[];
  /** Items of runs that have not ended. */
  readonly items: readonly {
    readonly node: string;
    readonly key: string;
    readonly done: boolean;
    readonly value: Stored;
  }[];
}

export interface StoredResult extends ResultSummary {
  readonly node: string;
  readonly body: Stored;
  readonly items: readonly (readonly [key: string, done: boolean])[];
}

/** Takes a sheet's content out of the database, with nodes called as they are called now. */
export async function takeContent(
  db: Database,
  sheet: SheetRow,
  values: StoredValues,
): Promise<SheetContent> {
  const entries = readEntries(db, sheet).flatMap(({ field, key, value }) =>
    isField(field) ? [{ field, key, value }] : [],
  );
  const items = readUnfinished(db, sheet).map(({ node, key, done, body }) => ({
    node,
    key,
    done,
    value: db.bodies.get(body),
  }));
  const taken = readResults(db, sheet).map((row) => ({
    row,
    body: db.bodies.get(row.body),
    items: readItemKeys(db, row),
    renames: readRenames(db, sheet.graph, row.addedAt),
  }));
  const results: StoredResult[] = [];
  for (const { row, body, items, renames } of taken.reverse()) {
    results.push({ ...summaryOf(row), body: await renamedBody(row, body, renames, values), items });
  }
  return { entries, results, items };
}

function summaryOf({ id, node, key, startedAt, duration, name, starred, edited }: ResultRow) {
  return { id, node, key, startedAt, duration, ...(name !== undefined && { name }), starred, edited };
}

async function renamedBody(
  row: ResultRow,
  body: Stored,
  renames: readonly { from: string; to: string }[],
  values: StoredValues,
): Promise<Stored> {
  if (renames.length === 0) return body;
  return values.keep(bodyOf(recordOf(row, await values.load(body), renames)));
}

/** What makes a new sheet with this content. */
export function operationsOf(
  content: SheetContent,
  { sheet, graph, name, usedAt }: { sheet: SheetId; graph: GraphKey; name: string; usedAt: number },
): Operation[] {
  const nodes = new Set(content.items.map(({ node }) => node));
  return [
    { type: "sheet", sheet, graph, name },
    { type: "use-sheet", sheet, at: usedAt },
    ...content.entries.map((entry): Operation => ({ type: "entry", sheet, ...entry })),
    ...content.results.flatMap((result) => resultOperations(sheet, result)),
    ...[...nodes].map((node): Operation => ({
      type: "items",
      sheet,
      node,
      items: content.items
        .filter((item) => item.node === node)
        .map(({ key, done, value }) => ({ key, done, value })),
    })),
  ];
}

function resultOperations(sheet: SheetId, result: StoredResult): Operation[] {
  const { id, node, key, startedAt, duration, edited, body, items, name, starred } = result;
  const described = { ...(name !== undefined && { name }), ...(starred && { starred }) };
  return [
    {
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
    },
    ...(Object.keys(described).length > 0
      ? [{ type: "describe", sheet, result: id, ...described } as const]
      : []),
  ];
}
