import type { GraphKey, SheetId } from "../store.ts";
import type { Sql } from "./sql.ts";

// Not in `read.ts`: that one needs a `Database`, which in turn needs the files that apply operations.

/** What applying an operation needs to know of a sheet. */
export interface SheetReference {
  readonly id: number;
  readonly graph: GraphKey;
}

/** Undefined where the sheet was dropped. */
export function findSheet(sql: Sql, uid: SheetId): SheetReference | undefined {
  const row = sql.get("SELECT id, graph FROM sheets WHERE uid = ?", uid);
  return row && { id: Number(row[0]), graph: String(row[1]) };
}
