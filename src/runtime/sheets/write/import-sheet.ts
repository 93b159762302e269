import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { MediaFolder } from "../../files/media-folder.ts";
import { readArchive } from "../archive/import.ts";
import { contentOperations } from "../read/sheet-content.ts";
import type { Operation } from "../journal/operations.ts";
import type { SheetAccess } from "../sheet-access.ts";
import type { GraphKey, ImportedSheet } from "../store.ts";

/** Operations that are applied in one go. Other calls come between two goes. */
const CHUNK = 100;

export interface ImportSheetOptions {
  readonly media: MediaFolder;
  /** Bytes. */
  readonly mediaLimit: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
  /** Refuses a sheet that refers to files which it does not bring along. */
  readonly complete: boolean;
  /** Ends the import; the graph has no new sheet then. */
  readonly signal?: AbortSignal;
}

/** Makes a sheet from an exported file, beside everything else that the store does. */
export async function importSheet(
  access: SheetAccess,
  graph: GraphKey,
  path: string,
  { media, mediaLimit, usedAt, complete, signal }: ImportSheetOptions,
): Promise<ImportedSheet> {
  const sheet = randomUUID();
  const { values } = access;
  const { name, content, leftOut } = await readArchive(path, { values, media, mediaLimit, complete, signal });
  const operations = contentOperations(content, { sheet, graph, name, usedAt });
  if (operations.length <= CHUNK) await access.changes.enqueue(() => operations);
  else await addInChunks(access, sheet, operations, signal);
  return { id: sheet, name, usedAt, leftOut };
}

/**
 * Adds a sheet bit by bit. It is hidden, as a deleted one is, until it is whole: so nobody sees a part of it, and a later
 * session removes what a crash left.
 */
async function addInChunks(
  { changes }: SheetAccess,
  sheet: string,
  operations: readonly Operation[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const saving: Promise<void>[] = [];
  const add = (...chunk: readonly Operation[]) => {
    const saved = changes.enqueue(() => chunk);
    // Looked at below, after the other chunks are made.
    saved.catch(() => {});
    saving.push(saved);
  };
  const [made, ...rest] = operations;
  add(made!, { type: "hide-sheet", sheet, at: Date.now() });
  for (let start = 0; start < rest.length; start += CHUNK) {
    await nextTurn();
    if (signal?.aborted) {
      add({ type: "drop-sheet", sheet });
      break;
    }
    add(...rest.slice(start, start + CHUNK));
  }
  signal?.throwIfAborted();
  add({ type: "show-sheet", sheet });
  await Promise.all(saving);
}
