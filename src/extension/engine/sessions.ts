import * as vscode from "vscode";
import type { CanvasEvent, CanvasState, RecordingMode } from "../../runtime/protocol/canvas.ts";
import type { EngineIntent } from "../../runtime/protocol/intents.ts";
import type { HostedSession } from "../../runtime/canvas-host/host.ts";
import type { SessionId } from "../../runtime/protocol/session.ts";
import type { Value } from "../../runtime/values/value.ts";
import { reduceAll } from "../../runtime/protocol/reduce.ts";
import type { EngineClient } from "./client.ts";

export interface SessionChange {
  readonly session: Session;
  readonly revision: number;
  readonly events: readonly CanvasEvent[];
}

/** The host's view of one opened graph: the state as of the last event, and a way to ask for something. */
export class Session implements HostedSession {
  constructor(
    readonly id: SessionId,
    readonly file: vscode.Uri,
    public state: CanvasState,
    private readonly engine: EngineClient,
  ) {}

  async send(intent: EngineIntent): Promise<Value | undefined> {
    return (await this.engine.calls()).intent({ session: this.id, intent });
  }

  /** Runs the file's top level in a new workflow process. Only ever on a person's gesture, in a trusted workspace. */
  async load(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    return (await (await this.engine.calls()).load({ session: this.id })).ok;
  }

  /** @param mode undefined: calls are made, and not kept */
  async useRecording(mode: RecordingMode | undefined): Promise<void> {
    await (await this.engine.calls()).useRecording({ session: this.id, mode });
  }

  /** Loads unless that was done already. */
  async ensureLoaded(): Promise<boolean> {
    return this.state.loading.kind === "ready" || this.load();
  }
}

/** All opened graphs. */
export class Sessions implements vscode.Disposable {
  readonly #sessions = new Map<SessionId, Session>();
  readonly #opening = new Map<string, Promise<Session>>();
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.#changed.event;
  readonly #opened = new vscode.EventEmitter<Session>();
  /** A graph is open, as it was stored. */
  readonly onDidOpen = this.#opened.event;
  readonly #lost = new vscode.EventEmitter<string>();
  /** The engine died: every session is void. */
  readonly onDidLose = this.#lost.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly engine: EngineClient) {
    this.#subscriptions = [
      engine.onEvent((event) => {
        if (event.type === "canvas") this.#apply(event.session, event.revision, event.events);
      }),
      engine.onEnded((reason) => {
        this.#sessions.clear();
        this.#opening.clear();
        this.#lost.fire(reason);
      }),
    ];
  }

  /** Opens a graph of a file without running any of its code. */
  open(file: vscode.Uri, graph?: string): Promise<Session> {
    // Named by a lens or not named at all: the same graph is the same session, or a run would not show on its canvas.
    const same = this.of(file).find(({ state }) =>
      graph === undefined ? state.graphs.length === 1 : state.graph?.name === graph,
    );
    if (same !== undefined) return Promise.resolve(same);
    const key = JSON.stringify([file.toString(), graph]);
    let opening = this.#opening.get(key);
    if (opening === undefined) {
      opening = this.#open(file, graph).catch((error: unknown) => {
        this.#opening.delete(key);
        throw error;
      });
      this.#opening.set(key, opening);
    }
    return opening;
  }

  /** The sessions of a file that are open already. */
  of(file: vscode.Uri): Session[] {
    return [...this.#sessions.values()].filter((session) => session.file.toString() === file.toString());
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  byId(id: SessionId): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Closes a graph that nothing shows any more. */
  async close(session: Session): Promise<void> {
    this.#sessions.delete(session.id);
    for (const [key, opening] of this.#opening) if ((await opening) === session) this.#opening.delete(key);
    await (await this.engine.calls()).close({ session: session.id });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#opened.dispose();
    this.#lost.dispose();
  }

  async #open(file: vscode.Uri, graph: string | undefined): Promise<Session> {
    const calls = await this.engine.calls(file);
    const { session: id } = await calls.open({ file: file.fsPath, graph });
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new Session(id, file, await calls.snapshot({ session: id }), this.engine);
    this.#sessions.set(id, session);
    this.#opened.fire(session);
    return session;
  }

  #apply(id: SessionId, revision: number, events: readonly CanvasEvent[]): void {
    const session = this.#sessions.get(id);
    // Events that a snapshot already holds come late when both crossed.
    if (session === undefined || revision <= session.state.revision) return;
    session.state = { ...reduceAll(session.state, events), revision };
    this.#changed.fire({ session, revision, events });
  }
}
