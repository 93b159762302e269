import type { InputId } from "../../graph/description.ts";
import type { GraphKey } from "../store.ts";
import type { Sql } from "./sql.ts";

/** A node or a canvas input (`node.input`) that got another name. */
export interface Rename {
  readonly kind: "node" | "input";
  readonly from: string;
  readonly to: string;
  /** The stamp of the entry that says so. */
  readonly at: number;
}

/** Renames in a graph after a stamp, oldest first. */
export function readRenames(sql: Sql, graph: GraphKey, since = -1): Rename[] {
  return sql
    .all("SELECT kind, old, new, at FROM renames WHERE graph = ? AND at > ? ORDER BY at", graph, since)
    .map(([kind, from, to, at]) => ({
      kind: kind as Rename["kind"],
      from: String(from),
      to: String(to),
      at: Number(at),
    }));
}

/** What a node is called after a rename. */
export function renamedNode(name: string, { kind, from, to }: Rename): string {
  return kind === "node" && name === from ? to : name;
}

/** The id of a canvas input after a rename of it or of its node. */
export function renamedInput(id: InputId, { kind, from, to }: Rename): InputId {
  if (kind === "input") return id === from ? to : id;
  return id.startsWith(`${from}.`) ? to + id.slice(from.length) : id;
}
