import { createHash, randomUUID } from "node:crypto";
import type { Disk } from "../../files/disk.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { writeArchive } from "../archive/export.ts";
import { readSheet, readSheets } from "../database/read.ts";
import { ignoreUnsaved } from "../errors.ts";
import { contentOperations, readSheetContent } from "../read/sheet-content.ts";
import type { DamageNotices } from "../values/damage-notices.ts";
import type { SheetAccess } from "../sheet-access.ts";
import type { GraphKey, SheetId, SheetSummary } from "../store.ts";

/** Makes the first sheet of a graph that has none, in memory if it cannot be saved. */
export async function createFirstSheet(access: SheetAccess, graph: GraphKey): Promise<void> {
  if (readSheets(access.db, graph).length > 0) return;
  // The id is made from the graph, so that two windows which open it for the first time make one sheet and not two.
  const first = `first-${createHash("sha256").update(graph).digest("hex").slice(0, 24)}`;
  const sheet = readSheet(access.db, first) ? randomUUID() : first;
  await access.changes.enqueue(() => [{ type: "sheet", sheet, graph, name: "Sheet 1" }]).catch(ignoreUnsaved);
}

/** Makes an empty sheet. `usedAt` is in milliseconds since 1970. */
export async function createSheet(
  access: SheetAccess,
  graph: GraphKey,
  name: string,
  usedAt: number,
): Promise<SheetSummary> {
  const sheet = randomUUID();
  await access.changes.enqueue(() => [
    { type: "sheet", sheet, graph, name },
    { type: "use-sheet", sheet, at: usedAt },
  ]);
  return { id: sheet, name, usedAt };
}

/** Copies a sheet, to another graph if `graph` is given. */
export async function duplicateSheet(
  access: SheetAccess,
  sheet: SheetId,
  { name, graph, usedAt }: { name: string; graph?: GraphKey; usedAt: number },
): Promise<SheetSummary> {
  await access.refresh();
  const copy = randomUUID();
  await access.changes.enqueue(async () => {
    const row = access.sheet(sheet);
    const content = await readSheetContent(access.db, row, access.values);
    return contentOperations(content, { sheet: copy, graph: graph ?? row.graph, name, usedAt });
  });
  return { id: copy, name, usedAt };
}

export async function exportSheet(
  access: SheetAccess,
  sheet: SheetId,
  path: string,
  tools: { readonly media: MediaFolder; readonly disk: Disk; readonly damage: DamageNotices },
): Promise<void> {
  await access.refresh();
  const row = access.sheet(sheet);
  const content = await readSheetContent(access.db, row, access.values);
  await writeArchive(path, { name: row.name, content, values: access.values, ...tools });
}
