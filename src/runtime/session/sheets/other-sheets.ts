import type { OtherSheet } from "../../protocol/session.ts";
import type { GraphKey, SheetStore } from "../../sheets/store.ts";
import { placeOf } from "../code/file-graphs.ts";
import { rememberedGraph } from "./notes.ts";
import { isOwnedBy } from "./owned-key.ts";

interface Shown {
  readonly store: SheetStore;
  readonly key: GraphKey;
  readonly owner?: string | undefined;
}

/** Sheets of the same owner that are kept under other keys than the shown graph's, last used first. */
export async function otherSheets({ store, key: shown, owner }: Shown): Promise<OtherSheet[]> {
  const others: OtherSheet[] = [];
  for (const { graph: key, sheets } of await store.listGraphs()) {
    if (key === shown || !isOwnedBy(key, owner)) continue;
    const place = placeOf(key);
    const graph = (await rememberedGraph(store, key))?.name ?? place.graph;
    const { file } = place;
    others.push(...sheets.map((sheet) => ({ ...sheet, graph, ...(file !== undefined && { file }) })));
  }
  return others.sort((a, b) => b.usedAt - a.usedAt);
}
