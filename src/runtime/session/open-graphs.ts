import type { EngineContext } from "./engine-context.ts";
import { GraphSession } from "./graph-session.ts";
import type { RunEnd } from "./runs/sheet-runs.ts";

export interface WantedGraph {
  /** An absolute path. */
  readonly file: string;
  /** Undefined: the default export, else the first one. */
  readonly name: string | undefined;
  /** Whose sheets they are, where a server has several users. */
  readonly owner: string | undefined;
}

/** A graph that is open for its canvases. */
export interface OpenGraph {
  readonly session: GraphSession;
  /** Rejects where it could not be opened. */
  readonly opened: Promise<GraphSession>;
  /** Canvases that show it or are about to. */
  canvases: number;
}

/** The graphs that are open in an engine. Each is opened once and closed when the last of its canvases is. */
export class OpenGraphs {
  /** By file, graph and owner. */
  readonly #graphs = new Map<string, OpenGraph>();
  /** What is being closed is opened again only when all of it is kept. */
  readonly #closing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly context: EngineContext,
    private readonly ended: (session: GraphSession, end: RunEnd) => void,
  ) {}

  /** For one more canvas, unless `canvas` is false. Whoever opens it for a canvas calls `leave` in the end. */
  async open(wanted: WantedGraph, { canvas = true } = {}): Promise<OpenGraph> {
    const key = JSON.stringify([wanted.file, wanted.name, wanted.owner]);
    let others: readonly OpenGraph[] = [];
    // A graph that is being closed may have been opened by another name.
    do {
      await Promise.all(this.#closing.values());
      others = this.#graphs.has(key) ? [] : await this.#settled();
    } while (this.#closing.size > 0);
    // Somebody may have opened it meanwhile.
    const graph = this.#graphs.get(key) ?? sameGraph(others, wanted) ?? this.#make(key, wanted, others);
    if (canvas) graph.canvases++;
    return graph;
  }

  /** One canvas of it is gone. Resolves when all is kept, if it was the last one. */
  async leave(graph: OpenGraph): Promise<void> {
    if (--graph.canvases > 0) return;
    for (const [key, one] of this.#graphs) {
      if (one !== graph) continue;
      this.#graphs.delete(key);
      const closing = graph.session.dispose();
      const closed = closing.catch(() => {}).then(() => this.#closing.delete(key));
      this.#closing.set(key, closed);
      await closing;
    }
  }

  /** Those that are open, when those that are being opened are. Why one could not be is told to whoever asked for it. */
  async all(): Promise<readonly GraphSession[]> {
    return (await this.#settled()).map(({ session }) => session);
  }

  /** Closes all. Rejects with the first failure, when all others are closed too. */
  async close(): Promise<void> {
    const graphs = await this.all();
    this.#graphs.clear();
    const closed = await Promise.allSettled(graphs.map((graph) => graph.dispose()));
    await Promise.all(this.#closing.values());
    for (const one of closed) if (one.status === "rejected") throw one.reason;
  }

  async #settled(): Promise<readonly OpenGraph[]> {
    const graphs = [...this.#graphs.values()];
    const settled = await Promise.allSettled(graphs.map(({ opened }) => opened));
    const sound = new Set(graphs.filter((_graph, index) => settled[index]?.status === "fulfilled"));
    // Some may have been closed meanwhile.
    return [...this.#graphs.values()].filter((graph) => sound.has(graph));
  }

  #make(key: string, { file, name, owner }: WantedGraph, others: readonly OpenGraph[]): OpenGraph {
    const beside = others.find(({ session }) => session.file === file && session.wanted === name)?.session;
    const ended = (end: RunEnd) => this.ended(session, end);
    const session: GraphSession = new GraphSession(file, name, this.context, { ended }, owner, beside);
    const opened = session.open().then(
      () => session,
      async (error: unknown) => {
        // Whoever asks for it next may have more luck.
        if (this.#graphs.get(key) === graph) this.#graphs.delete(key);
        await session.dispose().catch(() => {});
        throw error;
      },
    );
    // Told to whoever waits for it.
    opened.catch(() => {});
    const graph: OpenGraph = { session, opened, canvases: 0 };
    this.#graphs.set(key, graph);
    return graph;
  }
}

/** It may be open by another name: as the file's default graph, by its own, or by a name that it had before. */
function sameGraph(others: readonly OpenGraph[], { file, name, owner }: WantedGraph): OpenGraph | undefined {
  return others.find(
    ({ session }) =>
      session.file === file &&
      session.owner === owner &&
      session.graph !== undefined &&
      session.graph.name === (name ?? session.code.generation?.description.graphs[0]?.name),
  );
}
