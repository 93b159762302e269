import type { Value } from "../../values/value.ts";
import type { Operation } from "../journal/operations.ts";
import type { SheetAccess } from "../sheet-access.ts";
import type { ItemResult, ResultId, ResultRecord, SheetId, StoreLimits } from "../store.ts";
import { resultOperations, storeResult } from "../values/stored-results.ts";
import { resultsOverLimit } from "./limits.ts";

export interface AddResultOptions {
  /** Read when the change is made: they may change while it waits. */
  readonly limits: () => StoreLimits;
  /** Called with the results that were removed to keep the limit, even if the disk refuses. */
  readonly onDropped: (results: readonly ResultId[]) => void;
  /** Called once the change is in the queue, before it is on disk. */
  readonly onQueued: () => void;
}

/** Saves a result, and removes the oldest of its node beyond the limit. */
export async function addResult(
  access: SheetAccess,
  sheet: SheetId,
  result: ResultRecord,
  { limits, onDropped, onQueued }: AddResultOptions,
): Promise<void> {
  let surplus: readonly ResultId[] = [];
  const saved = access.changes.enqueue(async () => {
    const stored = await storeResult(result, { starred: false }, access.values);
    surplus = resultsOverLimit(access.db, access.sheet(sheet), result, limits());
    const drop: Operation[] = surplus.length > 0 ? [{ type: "drop-results", sheet, results: surplus }] : [];
    return [...resultOperations(sheet, stored), ...drop];
  });
  onQueued();
  try {
    await saved;
  } finally {
    if (surplus.length > 0) onDropped(surplus);
  }
}

/** Saves finished items of a node that is still running. */
export async function addItems(
  access: SheetAccess,
  sheet: SheetId,
  node: string,
  items: readonly ItemResult[],
): Promise<void> {
  await access.changes.enqueue(async () => {
    const stored = await Promise.all(
      items.map(async (item) => ({
        key: item.key,
        done: item.status === "done",
        // An item is JSON, but its type has no index signature.
        value: await access.values.store(item as unknown as Value),
      })),
    );
    access.sheet(sheet);
    return [{ type: "items", sheet, node, items: stored }];
  });
}
