import type { CanvasEvent, CanvasState } from "../../protocol/canvas.ts";
import type { EngineIntent } from "../../protocol/intents.ts";
import type { SessionId } from "../../protocol/session.ts";
import type { Value } from "../../values/value.ts";
import { failureOf, StepError } from "../../failures/failure.ts";
import type { SheetId } from "../../sheets/store.ts";
import type { GraphSession } from "../graph-session.ts";
import type { Answer, IntentHandlers, Place } from "../intents/handler.ts";
import { editing } from "../intents/editing.ts";
import { results } from "../intents/results.ts";
import { running } from "../intents/running.ts";
import { sheets } from "../intents/sheets.ts";
import { workers } from "../intents/workers.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";

/** One handler for each intent of the engine: a missing one is a type error. */
const handlers: IntentHandlers<EngineIntent["type"]> = {
  ...running,
  ...editing,
  ...results,
  ...sheets,
  ...workers,
};

/** A view of a graph: it shows one sheet, and can change to another one. */
export class CanvasSession {
  #sheet: OpenSheet | undefined;
  #revision = 0;
  readonly #listener = (events: readonly CanvasEvent[]) => this.#send(events);
  readonly #onReplaced = () => this.#replaced();
  readonly #onLoaded = () => this.#goOn();

  constructor(
    readonly id: SessionId,
    readonly graph: GraphSession,
    private readonly emit: (revision: number, events: readonly CanvasEvent[]) => void,
  ) {
    graph.replaced.add(this.#onReplaced);
    graph.loaded.add(this.#onLoaded);
  }

  /** Everything as it is now; changes that follow are sent as events with higher revisions. */
  async snapshot(sheet?: SheetId): Promise<CanvasState> {
    if (sheet !== undefined || (!this.#sheet && this.graph.sheets.length > 0)) await this.#show(sheet, false);
    const state = this.#sheet?.snapshot() ?? this.graph.emptyState();
    return { ...state, revision: this.#revision };
  }

  async intent(intent: EngineIntent): Promise<Value | undefined> {
    // A run loads the file unless that was done; the first time, that makes the first sheet.
    if ((intent.type === "run" || intent.type === "run-all") && !(await this.graph.code.ensureLoaded()))
      throw new StepError(this.graph.code.problem);
    if (!this.#sheet && this.graph.sheets.length > 0) await this.#show(undefined, true);
    const sheet = this.#sheet;
    if (!sheet) throw new StepError(this.graph.code.problem);
    // The handler under a type takes the intents of that type, which TypeScript cannot follow through the union.
    const handler = handlers[intent.type] as (place: Place, intent: EngineIntent) => Answer | Promise<Answer>;
    const place: Place = {
      session: this.graph,
      sheet,
      showSheet: async (id) => {
        await this.#show(id, true);
        await this.graph.useSheet(id);
      },
    };
    return (await handler(place, intent)) ?? undefined;
  }

  /** The sheet it shows, the last used one to begin with. */
  async sheet(): Promise<OpenSheet> {
    if (!this.#sheet) await this.#show(undefined, true);
    return this.#sheet!;
  }

  dispose(): void {
    this.#sheet?.listeners.delete(this.#listener);
    this.graph.replaced.delete(this.#onReplaced);
    this.graph.loaded.delete(this.#onLoaded);
  }

  async #show(id: SheetId | undefined, tell: boolean): Promise<void> {
    const sheet = await this.graph.openSheet(id);
    if (sheet === this.#sheet) return;
    this.#sheet?.listeners.delete(this.#listener);
    this.#sheet = sheet;
    const state = sheet.snapshot();
    sheet.listeners.add(this.#listener);
    if (tell) this.#sendWhole(state);
    this.#goOn();
  }

  /** Shows on what an engine that is no more left in a queue, once the code is there. */
  #goOn(): void {
    if (!this.#sheet || this.graph.code.generation === undefined) return;
    this.graph.runs
      .goOn(this.#sheet)
      .catch((error: unknown) => this.graph.notes.add("warning", failureOf(error).message));
  }

  /** The graph got its first sheets, or others, or something happened while there is none. */
  #replaced(): void {
    if (this.#sheet && this.graph.openSheets.has(this.#sheet)) return;
    if (this.graph.sheets.length > 0 && this.graph.graph) {
      void this.#show(undefined, true);
      return;
    }
    this.#sendWhole(this.graph.emptyState());
  }

  #sendWhole({ revision: _revision, nodes, ...state }: CanvasState): void {
    // What only the sheet before had is over.
    const { view, run, sheet, graph } = state;
    this.#send([
      { type: "state", state: { ...state, view, run, sheet, graph } },
      { type: "nodes", nodes, replace: true },
    ]);
  }

  #send(events: readonly CanvasEvent[]): void {
    this.#revision++;
    this.emit(this.#revision, events);
  }
}
