import type { Value } from "../../values/value.ts";
import { isField } from "../database/entry-keys.ts";
import { refusedError } from "../errors.ts";
import type { Operation } from "../journal/operations.ts";
import type { SheetAccess } from "../sheet-access.ts";
import type { SheetChange, SheetId } from "../store.ts";

/** Saves entries of a sheet's fields; see `SheetStore.change`. */
export async function changeEntries(
  access: SheetAccess,
  sheet: SheetId,
  changes: readonly SheetChange[],
): Promise<void> {
  await access.changes.enqueue(async () => {
    access.sheet(sheet);
    const operations: Operation[] = [];
    for (const change of changes) {
      if (!isField(change.field)) throw refusedError(`A sheet has no '${String(change.field)}'.`);
      // The values of all fields are JSON, but their types (`Point`, `View`) have no index signature.
      const value =
        change.value === undefined ? null : await access.values.store(change.value as unknown as Value);
      const key = change.field === "view" ? "" : change.key;
      operations.push({ type: "entry", sheet, field: change.field, key, value });
    }
    return operations;
  });
}
