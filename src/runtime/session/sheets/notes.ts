import { redactValue } from "../../failures/secrets.ts";
import type { GraphDescription } from "../../graph/description.ts";
import type { Value } from "../../values/value.ts";
import type { Layout } from "../../protocol/canvas.ts";
import type { GraphKey, SheetStore } from "../../sheets/store.ts";

// What a session remembers in addition to sheets. Notes come from a file that may be of another version, so each is looked at
// before it is used.

/** The last good graph, shown until the file is loaded. */
export async function rememberedGraph(
  store: SheetStore,
  key: GraphKey,
): Promise<GraphDescription | undefined> {
  const note = await store.getNote(key, "graph");
  return isRecord(note) && typeof note["name"] === "string" && Array.isArray(note["nodes"])
    ? (note as unknown as GraphDescription)
    : undefined;
}

export function rememberGraph(store: SheetStore, key: GraphKey, graph: GraphDescription): Promise<void> {
  // A fixed input may hold a token that the file's code read.
  return store.setNote(key, "graph", redactValue(graph) as unknown as Value);
}

export async function rememberedLayout(store: SheetStore, key: GraphKey): Promise<Layout | undefined> {
  const note = await store.getNote(key, "layout");
  return isRecord(note) && isRecord(note["cards"]) ? (note as unknown as Layout) : undefined;
}

export function rememberLayout(store: SheetStore, key: GraphKey, layout: Layout): Promise<void> {
  return store.setNote(key, "layout", layout as unknown as Value);
}

/** The accepted commits of Spaces and models, by what they are called. */
export async function rememberedCommits(store: SheetStore, key: GraphKey): Promise<Record<string, string>> {
  const note = await store.getNote(key, "commits");
  if (!isRecord(note)) return {};
  return Object.fromEntries(
    Object.entries(note).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function rememberCommits(
  store: SheetStore,
  key: GraphKey,
  commits: Readonly<Record<string, string>>,
): Promise<void> {
  return store.setNote(key, "commits", { ...commits });
}

export function isRecord(value: unknown): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
