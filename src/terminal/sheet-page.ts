import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { exportedPage } from "../runtime/canvas-host/exported-page.ts";
import type { HostedSession } from "../runtime/canvas-host/host.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";
import { reduceAll } from "../runtime/protocol/reduce.ts";
import type { EngineEvent } from "../runtime/protocol/session.ts";
import { assembleEngine } from "../runtime/session/assemble.ts";
import type { Engine } from "../runtime/session/engine.ts";
import { didYouMean } from "../runtime/text/similarity.ts";
import { mustExist, UsageError } from "./arguments.ts";
import { settings } from "./open.ts";
import { cacheFolder, credentials, distFolder, servedData } from "./surroundings.ts";

export interface SheetChoice {
  /** By name; undefined: the last used one. */
  readonly sheet?: string;
  readonly graph?: string;
  /** Folder in which sheets are kept; undefined: that of the served workflow. */
  readonly data?: string;
}

export type SheetPage =
  | { readonly type: "made"; readonly html: string; readonly graph: string; readonly sheet: string }
  | { readonly type: "failed"; readonly failure: StepFailure };

/**
 * A kept sheet as a page that shows it by itself. Runs nothing but the file's top level.
 *
 * @throws {UsageError} where there is no such file, folder, graph or sheet
 */
export async function sheetPage(path: string, choice: SheetChoice): Promise<SheetPage> {
  const file = resolve(path);
  await mustExist([file]);
  const data = choice.data === undefined ? servedData(file) : resolve(choice.data);
  if (!existsSync(data))
    throw new UsageError(
      `No sheets are kept in '${data}'. Serve the workflow with 'daggr serve ${path}', or name the folder of 'daggr run --data FOLDER' by --data.`,
    );
  let hear = (_event: EngineEvent): void => {};
  const assembled = await assembleEngine({
    start: {
      ...{ data, cache: cacheFolder(), dist: distFolder, roots: [dirname(file)] },
      ...{ trusted: true, first: file, settings: settings() },
    },
    credentials,
    emit: (event) => hear(event),
  });
  try {
    const session = await openSheet(assembled.engine, file, choice, (listener) => (hear = listener));
    const { loading, graph, sheets, sheet } = session.state;
    if (loading.kind === "failed") {
      if (loading.failure.unknownGraph) throw new UsageError(loading.failure.message);
      return { type: "failed", failure: loading.failure };
    }
    const html = await exportedPage({
      session,
      files: assembled.engine,
      built: join(distFolder, "webview"),
      language: "en",
      folder: dirname(file),
    });
    const name = sheets.find(({ id }) => id === sheet)?.name ?? "";
    return { type: "made", html, graph: graph?.name ?? "", sheet: name };
  } finally {
    await assembled.stop();
  }
}

/** The graph with the wanted sheet shown, and its state as of the last event. */
async function openSheet(
  engine: Engine,
  file: string,
  { graph, sheet: wanted }: SheetChoice,
  listen: (listener: (event: EngineEvent) => void) => void,
): Promise<HostedSession> {
  const { session } = await engine.open({ file, graph, canvas: "export" });
  const load = async () => (await engine.load({ session })).ok;
  const loaded = await load();
  let state = await engine.snapshot({ session });
  const sheet = state.sheets.find(({ name }) => wanted === undefined || name === wanted);
  if (loaded && sheet === undefined) {
    const names = state.sheets.map(({ name }) => name);
    throw new UsageError(
      `The graph '${state.graph?.name ?? ""}' has no sheet '${wanted ?? ""}'.${didYouMean(wanted ?? "", names)}`,
    );
  }
  if (sheet !== undefined && wanted !== undefined)
    state = await engine.snapshot({ session, sheet: sheet.id });
  listen((event) => {
    if (event.type !== "canvas" || event.session !== session || event.revision <= state.revision) return;
    state = { ...reduceAll(state, event.events), revision: event.revision };
  });
  return {
    get state() {
      return state;
    },
    send: (intent) => engine.intent({ session, intent }),
    ensureLoaded: load,
  };
}
