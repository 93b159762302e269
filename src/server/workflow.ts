import { basename, dirname } from "node:path";
import { randomUUID } from "node:crypto";
import type { StepFailure } from "../runtime/failures/failure.ts";
import type { CanvasEvent } from "../runtime/protocol/canvas.ts";
import type { EngineEvent, SessionId } from "../runtime/protocol/session.ts";
import { assembleEngine, type Assembled } from "../runtime/session/assemble.ts";
import type { Engine } from "../runtime/session/engine.ts";
import type { GraphSession } from "../runtime/session/graph-session.ts";
import { relativePaths, type ShowPaths } from "../runtime/text/relative-paths.ts";
import type { Visitor } from "./access/logins.ts";
import type { ServeOptions } from "./options.ts";
import { Visitors } from "./visitors.ts";

type Listener = (revision: number, events: readonly CanvasEvent[]) => void;

interface OpenedGraph {
  readonly user: string | undefined;
  /** What keeps it open. */
  readonly canvas: Promise<SessionId>;
  readonly graph: Promise<GraphSession>;
  session?: GraphSession;
}

/** The workflow file that a server serves: its engine, its graphs, and who hears of what happens on which canvas. */
export class ServedWorkflow {
  readonly #listeners = new Map<SessionId, Listener>();
  /** By graph and user. Each keeps its graph open, so that calls find it whether or not a canvas shows it. */
  readonly #opened = new Map<string, OpenedGraph>();
  /** Whose graphs are open. */
  readonly visitors = new Visitors((user) => this.#closeGraphs(user));

  #toldProblem: string | undefined;
  /** Texts as visitors read them: where the workflow lies on this machine is nobody else's business. */
  readonly showPaths: ShowPaths;

  readonly #assembling: Promise<Assembled>;
  #engine: Engine | undefined;
  /** Resolves when the engine is there. Rejects where it cannot start. */
  readonly started: Promise<Engine>;

  /** Starts the engine and begins to load the file. */
  constructor(private readonly options: ServeOptions) {
    const { file, data, cache, dist, settings, queue, credentials, askLocalSpace } = options;
    this.showPaths = relativePaths(dirname(file), [data, cache]);
    const roots = [file.slice(0, -basename(file).length - 1)];
    this.#assembling = assembleEngine({
      start: { data, cache, dist, roots, trusted: true, first: file, settings, queue },
      credentials,
      askLocalSpace,
      served: true,
      emit: (event) => this.#hear(event),
    });
    this.started = this.#assembling.then(({ engine }) => (this.#engine = engine));
    // Whoever started the server is told.
    this.started.catch(() => {});
  }

  /** Only after `started`. */
  get engine(): Engine {
    if (!this.#engine) throw new Error("The engine has not started yet.");
    return this.#engine;
  }

  /** What a visitor is told of a failure that nobody foresaw. Its cause is for whoever runs the server. */
  unforeseen(error: unknown): string {
    this.options.log(
      `A request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return "The server could not do this. Its log says why.";
  }

  get file(): string {
    return this.options.file;
  }

  /**
   * A graph of the file with a visitor's own sheets, loaded as far as that works: `loading` of the session says whether it did. It
   * stays open as long as the visitor is here.
   *
   * @param name undefined: the graph that the server was started for
   */
  graph({ user }: Visitor, name: string | undefined = this.options.graph): Promise<GraphSession> {
    const key = JSON.stringify([name, user]);
    const known = this.#opened.get(key);
    if (known) return known.graph;
    const canvas = this.#open(user, name);
    const graph = canvas.then(() => this.#loaded(user, name));
    const opened: OpenedGraph = { user, canvas, graph };
    this.#opened.set(key, opened);
    graph.then(
      (session) => (opened.session = session),
      () => {
        // Whoever asks next may have more luck.
        if (this.#opened.get(key) === opened) this.#opened.delete(key);
        this.#leave(opened);
      },
    );
    return graph;
  }

  async #open(user: string | undefined, name: string | undefined): Promise<SessionId> {
    const engine = await this.started;
    const { session } = await engine.open({
      file: this.file,
      graph: name,
      // Another one each time: one that is being closed is not opened again.
      canvas: randomUUID(),
      owner: user,
    });
    return session;
  }

  async #loaded(user: string | undefined, name: string | undefined): Promise<GraphSession> {
    const session = await this.engine.graphSession(this.file, name, user);
    await session.code.ensureLoaded();
    return session;
  }

  /** A user left a while ago: what is theirs is saved and takes no more memory, unless something of it still runs. */
  #closeGraphs(user: string): boolean {
    const theirs = [...this.#opened].filter(([, opened]) => opened.user === user);
    if (theirs.some(([, { session }]) => session?.isBusy)) return false;
    for (const [key, opened] of theirs) {
      this.#opened.delete(key);
      this.#leave(opened);
    }
    return true;
  }

  #leave({ canvas }: OpenedGraph): void {
    canvas.then(
      (session) =>
        this.engine
          .close({ session })
          .catch((error: unknown) => this.options.log(`A graph was not closed in order: ${String(error)}`)),
      // It was never open, which was told to whoever asked for it.
      () => {},
    );
  }

  /** Opens a canvas of its own for a page. `close` has to be called when the page is gone. */
  async openCanvas(
    { user }: Visitor,
    name: string | undefined = this.options.graph,
    listener: Listener,
  ): Promise<{ readonly session: SessionId; close(): Promise<void> }> {
    const engine = await this.started;
    const graph = await this.#known(name);
    // A canvas shows what was stored before the file is loaded.
    void this.graph({ user }, graph).catch(() => {});
    const { session } = await engine.open({
      file: this.file,
      graph,
      canvas: randomUUID(),
      owner: user,
    });
    this.#listeners.set(session, listener);
    return {
      session,
      close: async () => {
        this.#listeners.delete(session);
        await engine.close({ session });
      },
    };
  }

  /** A graph that a page asks for, if the file has it: each one that is opened has processes of its own. */
  async #known(name: string | undefined): Promise<string | undefined> {
    const { graph } = this.options;
    if (name === undefined || name === graph) return graph;
    const { code } = await this.graph({ user: undefined });
    const isKnown = code.generation?.description.graphs.some((one) => one.name === name) === true;
    return isKnown ? name : graph;
  }

  /** Tells whoever started the server why the file is not loaded, once for each reason. Pages show it by themselves. */
  async tellProblem(): Promise<void> {
    const { loading } = await this.graph({ user: undefined });
    const text = loading.kind === "failed" ? problemText(loading.failure) : undefined;
    if (text !== undefined && text !== this.#toldProblem) this.options.log(text);
    this.#toldProblem = text;
  }

  /** Ends runs, saves, and ends all processes. */
  async stop(): Promise<void> {
    const assembled = await this.#assembling.catch(() => undefined);
    await assembled?.stop();
  }

  #hear(event: EngineEvent): void {
    if (event.type === "canvas") this.#listeners.get(event.session)?.(event.revision, event.events);
    else if (event.type === "log" && event.level !== "debug") this.options.log(event.text.trimEnd());
  }
}

function problemText({ message, help, at }: StepFailure): string {
  const place = at === undefined ? "" : ` (${at.file}:${at.line})`;
  return `The workflow is not loaded: ${message}${place}${help === undefined ? "" : ` ${help}`}`;
}
