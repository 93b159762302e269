import { nodesOf } from "../../graph/variants.ts";
import type { GraphSession } from "../graph-session.ts";
import { safeName } from "../../files/safe-name.ts";
import { freeName } from "../sheet-names.ts";
import type { IntentHandlers, Place } from "./handler.ts";

export const sheets: IntentHandlers<
  | "open-sheet"
  | "create-sheet"
  | "rename-sheet"
  | "duplicate-sheet"
  | "delete-sheet"
  | "restore-sheet"
  | "clear-sheet"
  | "upload"
  | "notice"
> = {
  "open-sheet": async (place, { sheet }) => {
    await place.showSheet(known(place, sheet));
    return sheet;
  },
  "create-sheet": async (place, { name }) => {
    const { session } = place;
    const { id } = await session.store.createSheet(session.key, freeName(name, session.sheets));
    await session.refreshSheets();
    await place.showSheet(id);
    return id;
  },
  "rename-sheet": async (place, { sheet, name }) => {
    await place.session.store.renameSheet(known(place, sheet), name);
    await place.session.refreshSheets();
  },
  "duplicate-sheet": async (place, intent) => {
    const { session } = place;
    const from = known(place, intent.sheet);
    for (const sheet of session.openSheets) if (sheet.data.id === from) await sheet.data.saved();
    const name = `${session.sheets.find(({ id }) => id === from)!.name} copy`;
    const { id } = await session.store.duplicateSheet(from, freeName(name, session.sheets));
    await session.refreshSheets();
    await place.showSheet(id);
    return id;
  },
  "delete-sheet": async (place, { sheet }) => {
    const { session } = place;
    await remove(place, sheet);
    // There is always one: opening the graph makes it where the last one went.
    const next = session.sheets[0]?.id;
    if (place.sheet.data.id === sheet && next !== undefined) await place.showSheet(next);
  },
  "restore-sheet": async (place, { sheet, instead }) => {
    const { session } = place;
    // One of another graph, or of another user, is not this session's to bring back.
    if (!session.removedSheets.has(sheet)) throw new Error("There is no such sheet any more.");
    await session.store.restoreSheet(sheet);
    if (instead === undefined) await session.refreshSheets();
    else await remove(place, instead);
    await place.showSheet(sheet);
    return sheet;
  },
  "clear-sheet": async (place, intent) => {
    const { session } = place;
    const id = known(place, intent.sheet);
    const open = await session.openSheet(id);
    open.runs.stop();
    await open.data.saved();
    // A deleted copy is what undo brings back.
    const { store } = session;
    const before = await store.duplicateSheet(id, session.sheets.find((sheet) => sheet.id === id)!.name);
    await store.deleteSheet(before.id);
    session.removedSheets.add(before.id);
    await store.clearSheet(id);
    await open.data.reload();
    open.view.history.clear();
    open.view.rebuild();
    return before.id;
  },
  upload: async ({ session }, { name, bytes }) =>
    await session.context.parts.media.addBytes(bytes, safeName(name)),
  notice: async ({ session }, { id, action }) => {
    const notice = session.notices.find((one) => one.id === id);
    const node = notice?.actions.find((one) => one.type === action && "node" in one);
    if (action === "accept-commit" && node && "node" in node) {
      session.commits.accept(node.node);
      session.tellNotices();
      for (const { view } of session.openSheets) view.refreshSoon();
    } else if (action === "duplicate-space" && node && "node" in node) {
      const done = await duplicateSpace(session, node.node);
      session.notes.add("information", done);
      return done;
    } else if (action === "run-anyway") {
      await session.runs.runAnyway(id);
    } else {
      session.notes.dismiss(id);
    }
    return undefined;
  },
};

/** Undo brings it back, but nothing runs on for a sheet that nobody sees. */
async function remove(place: Place, id: string): Promise<void> {
  const { session } = place;
  await session.store.deleteSheet(known(place, id));
  session.removedSheets.add(id);
  for (const sheet of session.openSheets) if (sheet.data.id === id) sheet.runs.stop();
  await session.refreshSheets();
}

function known({ session }: Place, sheet: string): string {
  if (session.sheets.some(({ id }) => id === sheet)) return sheet;
  throw new Error("There is no such sheet any more.");
}

/** Copies the Space of a node under the person's own name. Resolves with what to do then. */
async function duplicateSpace({ graph, context }: GraphSession, name: string): Promise<string> {
  const node = graph && nodesOf(graph).find((candidate) => candidate.name === name);
  if (node?.kind !== "gradio") throw new Error(`'${name}' calls no Space.`);
  const copy = await context.parts.duplicateSpace(node.space);
  return `'${node.space}' was copied to '${copy}'. Write '${copy}' in the workflow file to use the copy.`;
}
