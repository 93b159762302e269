import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Value } from "../values/value.ts";
import type {
  EngineCalls,
  EngineEvent,
  EngineSettings,
  OpenSession,
  OtherSheet,
  SessionId,
} from "../protocol/session.ts";
import type { Handlers } from "../rpc/rpc.ts";
import { CanvasSession } from "./canvas/canvas-session.ts";
import { debugNode } from "./runs/debug-node.ts";
import type { GraphSession } from "./graph-session.ts";
import { OpenGraphs, type OpenGraph, type WantedGraph } from "./open-graphs.ts";
import type { SheetStore } from "../sheets/store.ts";
import { otherSheets } from "./sheets/other-sheets.ts";
import { moveFiles } from "./code/file-graphs.ts";
import type { EngineContext, EngineParts } from "./engine-context.ts";
import { freeName } from "./sheet-names.ts";
import { typeText } from "./runs/type-text.ts";

/** What the host asks of a started engine. */
export type EngineHandlers = Omit<Handlers<EngineCalls>, "start">;

export interface EngineOptions {
  readonly parts: EngineParts;
  readonly settings: EngineSettings;
  readonly trusted: boolean;
  /** Whether others enter what canvas inputs hold. */
  readonly served?: boolean | undefined;
  readonly inspect?: EngineContext["inspect"];
  readonly emit?: (event: EngineEvent) => void;
}

interface OpenCanvas {
  readonly view: CanvasSession;
  readonly graph: OpenGraph;
  /** Of `#opened`. */
  readonly key: string;
}

/**
 * Opens workflow files, runs their graphs and keeps their sheets. The same object works in the graph worker and, by direct
 * calls, in the terminal and in tests.
 */
export class Engine implements EngineHandlers {
  readonly context: EngineContext;
  readonly #graphs: OpenGraphs;
  readonly #canvases = new Map<SessionId, OpenCanvas>();
  /** By what was asked for. */
  readonly #opened = new Map<string, Promise<SessionId>>();
  /** Of graphs that keep nothing. */
  #memory: Promise<SheetStore> | undefined;

  constructor({ parts, settings, trusted, served = false, inspect, emit = () => {} }: EngineOptions) {
    const memoryStore = () => (this.#memory ??= parts.memoryStore().then((store) => this.#follow(store)));
    this.context = { parts: { ...parts, memoryStore }, settings, trusted, served, inspect, emit };
    this.#graphs = new OpenGraphs(this.context, (graph, end) => {
      for (const [session, { view }] of this.#canvases)
        if (view.graph === graph) emit({ type: "run-ended", session, ...end });
    });
    this.#follow(parts.store);
  }

  #follow(store: SheetStore): SheetStore {
    store.onEvent((event) => {
      void this.#each((graph) => {
        if (graph.store === store) return graph.heard(event);
      });
    });
    return store;
  }

  async open({ file, graph, canvas, owner }: OpenSession): Promise<{ readonly session: SessionId }> {
    const wanted: WantedGraph = { file: resolve(file), name: graph, owner };
    const key = JSON.stringify([wanted, canvas]);
    let opening = this.#opened.get(key);
    if (!opening) {
      opening = this.#openCanvas(key, wanted);
      this.#opened.set(key, opening);
      opening.catch(() => this.#opened.delete(key));
    }
    return { session: await opening };
  }

  async #openCanvas(key: string, wanted: WantedGraph): Promise<SessionId> {
    const graph = await this.#graphs.open(wanted);
    const shared = await graph.opened;
    const session: SessionId = randomUUID();
    const view = new CanvasSession(session, shared, (revision, events) =>
      this.context.emit({ type: "canvas", session, revision, events }),
    );
    this.#canvases.set(session, { view, graph, key });
    return session;
  }

  /** One graph of a file, whoever looks at it; where there are several users, each one's own. */
  async graphSession(file: string, name: string | undefined, owner?: string): Promise<GraphSession> {
    return (await this.#graphs.open({ file, name, owner }, { canvas: false })).opened;
  }

  async load({ session }: { readonly session: SessionId }): Promise<{ readonly ok: boolean }> {
    return { ok: await this.#canvas(session).graph.load() };
  }

  snapshot({
    session,
    sheet,
  }: Parameters<EngineCalls["snapshot"]>[0]): ReturnType<CanvasSession["snapshot"]> {
    return this.#canvas(session).snapshot(sheet);
  }

  intent({ session, intent }: Parameters<EngineCalls["intent"]>[0]): Promise<Value | undefined> {
    return this.#canvas(session).intent(intent);
  }

  async test({ session, node, inputs }: Parameters<EngineCalls["test"]>[0], signal?: AbortSignal) {
    const { result, unnamed } = await this.#canvas(session).graph.runs.test(node, inputs, signal);
    const all = { ...result, ...unnamed };
    return { node, result: all, type: typeText(all) };
  }

  async debug({ session, node }: Parameters<EngineCalls["debug"]>[0]): Promise<{ readonly port: number }> {
    const view = this.#canvas(session);
    return { port: await debugNode(view.graph, await view.sheet(), node) };
  }

  async useRecording({ session, mode }: Parameters<EngineCalls["useRecording"]>[0]): Promise<void> {
    await this.#canvas(session).graph.useRecording(mode);
  }

  async saved({ paths }: { readonly paths: readonly string[] }): Promise<void> {
    const codes = new Set((await this.#graphs.all()).map((graph) => graph.code));
    // A canvas that shows only its snapshot loads nothing by itself.
    const using = [...codes].filter(
      (code) => code.loading.kind !== "snapshot" && paths.some((path) => code.uses(path)),
    );
    await Promise.all(using.map((code) => code.load()));
  }

  /** The sheets of workflow files go along with them. Whoever has one open opens it again under its new path. */
  async moved({ files }: Parameters<EngineCalls["moved"]>[0]): Promise<void> {
    await this.#each((graph) => graph.saved());
    for (const { from, to } of files) await moveFiles(this.context.parts.store, from, to);
  }

  async forgetServices({ apiCache }: { readonly apiCache: boolean }): Promise<void> {
    await this.context.parts.forget({ cache: apiCache });
    await this.#each((graph) => graph.accountChanged());
  }

  async exportSheet({
    session,
    path,
  }: {
    readonly session: SessionId;
    readonly path: string;
  }): Promise<void> {
    const view = this.#canvas(session);
    const sheet = await view.sheet();
    await sheet.data.saved();
    await view.graph.store.exportSheet(sheet.data.id, path);
  }

  async importSheet(
    { session, path }: Parameters<EngineCalls["importSheet"]>[0],
    signal?: AbortSignal,
  ): Promise<void> {
    const view = this.#canvas(session);
    const { store, key, owner } = view.graph;
    const complete = owner !== undefined;
    const { id, name, leftOut } = await store.importSheet(key, path, { signal, complete });
    // The other sheets may have changed meanwhile.
    const free = freeName(name, view.graph.sheets);
    if (free !== name) await store.renameSheet(id, free);
    await view.graph.refreshSheets();
    if (leftOut.length > 0) {
      const names = leftOut.map((input) => `'${input}'`).join(", ");
      view.graph.notes.add(
        "information",
        `The kept text of ${names} was not imported, since it may stand for a file of this machine. It is drawn anew at the next run; keep it again then.`,
      );
    }
    await view.intent({ type: "open-sheet", sheet: id });
  }

  /** Sheets of other graphs, and of names that this graph or the file had earlier. */
  async otherSheets({ session }: { readonly session: SessionId }): Promise<readonly OtherSheet[]> {
    const { graph } = this.#canvas(session);
    return otherSheets(graph);
  }

  /** Adds a copy of a sheet of any graph to this one, and shows it. */
  async copySheet({ session, sheet }: Parameters<EngineCalls["copySheet"]>[0]): Promise<void> {
    const view = this.#canvas(session);
    const { store, key, sheets } = view.graph;
    const from = (await otherSheets(view.graph)).find(({ id }) => id === sheet);
    if (!from) throw new Error("There is no such sheet any more.");
    const { id } = await store.duplicateSheet(sheet, freeName(from.name, sheets), key);
    await view.graph.refreshSheets();
    await view.intent({ type: "open-sheet", sheet: id });
  }

  async addFile({ path }: { readonly path: string }): Promise<Value> {
    return await this.context.parts.media.addFile(path);
  }

  /** Any file of the media folder that is not damaged; which of them a canvas may have is the host's to judge. */
  async pathOf({
    hash,
    name,
  }: {
    readonly hash: string;
    readonly name: string;
  }): Promise<string | undefined> {
    if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
    const { media } = this.context.parts;
    const folder = join(media.folder, hash.slice(0, 2), hash);
    // Equal content may stand under several names; where its own is damaged, any other that still has it will do.
    const names = await readdir(folder).catch(() => []);
    for (const one of [...names].sort((a, b) => Number(b === name) - Number(a === name))) {
      const path = join(folder, one);
      if (await media.isSound(path)) return path;
    }
    return undefined;
  }

  get trusted(): boolean {
    return this.context.trusted;
  }

  async setTrusted(trusted: boolean): Promise<void> {
    this.context.trusted = trusted;
    await this.context.parts.forget({ cache: false });
    await this.#each((graph) => graph.trustChanged());
  }

  async setSettings(settings: EngineSettings): Promise<void> {
    this.context.settings = settings;
    const { keptResults, mediaLimit, downloadLimit } = settings;
    this.context.parts.media.downloadLimit = downloadLimit;
    for (const store of [this.context.parts.store, await this.#memory])
      await store?.setLimits({ keptResults, mediaLimit });
    await this.#each((graph) => graph.compareCommits());
  }

  async close({ session }: { readonly session: SessionId }): Promise<void> {
    const canvas = this.#canvases.get(session);
    if (!canvas) return;
    const { view, graph, key } = canvas;
    view.dispose();
    this.#canvases.delete(session);
    this.#opened.delete(key);
    await this.#graphs.leave(graph);
  }

  /** Saves what is unsaved and ends all processes. Whatever fails on the way, all else is ended. */
  async stop(): Promise<void> {
    for (const { view } of this.#canvases.values()) view.dispose();
    this.#canvases.clear();
    try {
      await this.#graphs.close();
    } finally {
      const { processes, services, layouter, store } = this.context.parts;
      await Promise.allSettled([processes.dispose(), services.dispose()]);
      layouter?.dispose();
      await store.close();
    }
  }

  #canvas(session: SessionId): CanvasSession {
    const canvas = this.#canvases.get(session);
    if (canvas) return canvas.view;
    throw new Error("This canvas is closed. Open it again.");
  }

  async #each(act: (graph: GraphSession) => unknown): Promise<void> {
    await Promise.all((await this.#graphs.all()).map((graph) => act(graph)));
  }
}
