import type { InputId } from "../../graph/description.ts";
import type { EntryRow } from "../database/read.ts";
import type { SheetContent, StoredItem } from "../read/sheet-content.ts";
import { storeResult, type StoredResult } from "../values/stored-results.ts";
import type { ValueWriter } from "../values/value-storage.ts";
import type { Line } from "./format.ts";

export interface KeptContent {
  readonly content: SheetContent;
  /** Inputs whose kept text was left out: it may be the path of a file of this machine. Their callables run again instead. */
  readonly leftOut: readonly InputId[];
}

/** Turns the lines of an import into the content of a sheet. Large values go to files at once, so that little is held. */
export async function keepLines(lines: AsyncIterable<Line>, values: ValueWriter): Promise<KeptContent> {
  const leftOut: InputId[] = [];
  const entries: EntryRow[] = [];
  const results: StoredResult[] = [];
  const items: StoredItem[] = [];
  for await (const line of lines) {
    switch (line.type) {
      case "entry":
        if (line.field === "kept" && holdsText(line.value)) leftOut.push(line.key);
        else entries.push({ field: line.field, key: line.key, value: await values.store(line.value) });
        break;
      case "item": {
        const node = line.node;
        const item = marked(line.item);
        items.push({ node, key: item.key, done: item.status === "done", value: await values.store(item) });
        break;
      }
      case "result": {
        const { name, starred } = line;
        const record = { ...line.record, items: line.record.items?.map(marked), imported: true } as const;
        results.push(await storeResult(record, { ...(name !== undefined && { name }), starred }, values));
      }
    }
  }
  return { content: { entries, results, items }, leftOut };
}

function marked<Item extends { readonly status: string }>(item: Item) {
  return item.status === "done" ? ({ ...item, imported: true } as const) : item;
}

function holdsText(value: unknown): boolean {
  if (typeof value === "string") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsText);
}
