import { join, relative, resolve } from "node:path";
import type { GraphDescription } from "../../graph/description.ts";
import { isRenamed, onlyChange } from "../../graph/rename.ts";
import type { GraphKey, SheetStore } from "../../sheets/store.ts";
import { isRecord, rememberedGraph } from "../sheets/notes.ts";

/** What is remembered of a workflow file: its graphs, and under which keys their sheets are. */
export interface FileGraphs {
  /** The one that is shown where none is named, so that it comes back before the file is loaded. */
  readonly last: string;
  /** The graphs of the last good version of the file. */
  readonly names: readonly string[];
  /** Of every graph that the file ever had: where one went, its sheets wait until it comes back. */
  readonly keys: Readonly<Record<string, GraphKey>>;
  /** Old name → new name: canvases and lenses may know a graph by its old one. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Keys that look like this file's, but went along with another file that stood here. */
  readonly taken: readonly GraphKey[];
}

const noteOf = (file: string): GraphKey => `file:${resolve(file)}`;

export async function rememberedGraphs(store: SheetStore, file: string): Promise<FileGraphs | undefined> {
  const note = await store.getNote(noteOf(file), "graphs");
  if (!isRecord(note) || typeof note["last"] !== "string" || !Array.isArray(note["names"])) return undefined;
  if (!isRecord(note["keys"]) || !isRecord(note["renamed"]) || !Array.isArray(note["taken"]))
    return undefined;
  return note as unknown as FileGraphs;
}

export async function rememberGraphs(store: SheetStore, file: string, graphs: FileGraphs): Promise<void> {
  await store.setNote(noteOf(file), "graphs", { ...graphs });
}

/**
 * Finds a key for each graph of a version of the file: the explicit one, else the one it had before, else one made of the
 * file's path and the graph's name. A graph that was renamed keeps its key, and with it everything it had.
 */
export async function graphsOf(
  store: SheetStore,
  file: string,
  graphs: readonly GraphDescription[],
): Promise<Omit<FileGraphs, "last">> {
  const before = await rememberedGraphs(store, file);
  const taken = before?.taken ?? [];
  const names = graphs.map(({ name }) => name);
  const keys: Record<string, GraphKey> = { ...before?.keys };
  const renamed: Record<string, string> = { ...before?.renamed };
  const [from, to] = (before && onlyChange(before.names, names, (name) => name)) ?? [];
  if (from !== undefined && to !== undefined && (await follows(store, keys[from], graphs, to))) {
    keys[to] = keys[from]!;
    delete keys[from];
    renamed[from] = to;
  }
  for (const { name, persistKey } of graphs) {
    delete renamed[name];
    if (typeof persistKey === "string") keys[name] = `key:${persistKey}`;
    else if (!isOwn(keys[name])) keys[name] = freeKey(file, name, [...taken, ...Object.values(keys)]);
  }
  return { names, keys, renamed, taken };
}

/** A workflow file, or a folder with some, got another path: its graphs keep their keys, and with them their sheets. */
export async function moveFiles(store: SheetStore, from: string, to: string): Promise<void> {
  const kept = (await store.listGraphs()).flatMap(({ graph }) => placeOf(graph).file ?? []);
  for (const file of new Set([resolve(from), ...kept])) {
    const within = relative(from, file);
    if (!within.startsWith("..")) await moveFile(store, file, join(to, within));
  }
}

async function moveFile(store: SheetStore, from: string, to: string): Promise<void> {
  const [moved, replaced] = [await rememberedGraphs(store, from), await rememberedGraphs(store, to)];
  if (!moved) return;
  const taken = [...(replaced?.taken ?? []), ...Object.values(replaced?.keys ?? {})];
  await rememberGraphs(store, to, { ...moved, taken });
  const gone = [...moved.taken, ...Object.values(moved.keys).filter(isOwn)];
  await rememberGraphs(store, from, { last: "", names: [], keys: {}, renamed: {}, taken: gone });
}

/** What the graph that was asked for is called now. */
export function nameNow({ names, renamed }: Omit<FileGraphs, "last">, asked: string): string {
  let name: string | undefined = asked;
  for (let step = 0; name !== undefined && step < 100; step += 1) {
    if (names.includes(name)) return name;
    name = renamed[name];
  }
  return asked;
}

/** Whether the sheets under a key are those of a graph that has another name now. An explicit key says so itself. */
async function follows(
  store: SheetStore,
  key: GraphKey | undefined,
  graphs: readonly GraphDescription[],
  name: string,
): Promise<boolean> {
  const now = graphs.find((graph) => graph.name === name);
  if (!isOwn(key) || now?.persistKey !== undefined) return false;
  const then = await rememberedGraph(store, key);
  return then !== undefined && isRenamed(then, now!);
}

function isOwn(key: GraphKey | undefined): key is GraphKey {
  return key?.startsWith("file:") === true;
}

/** A renamed graph may have taken the key of this name along. */
function freeKey(file: string, name: string, taken: readonly GraphKey[]): GraphKey {
  const key = `${noteOf(file)}#${name}`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? key : `${key} (${number})`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** What a key says by itself: the file and the name that the graph had first. */
export function placeOf(key: GraphKey): { readonly file?: string; readonly graph: string } {
  const own = /^file:(.*?\.[cm]?[jt]sx?)#(.*)$/s.exec(key);
  return own ? { file: own[1]!, graph: own[2]! } : { graph: key.replace(/^key:/, "") };
}
