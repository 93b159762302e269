import type { Generation } from "../../run/workflow-code.ts";
import type { CanvasEvent, CanvasState } from "../../protocol/canvas.ts";
import { executorsOf } from "../../run/executors/all.ts";
import type { Services } from "../../run/services.ts";
import type { Executors } from "../../run/executor.ts";
import type { Scope } from "../../plan/planner.ts";
import type { Run } from "../../run/run.ts";
import type { LoadedSheet, SheetStore } from "../../sheets/store.ts";
import type { EngineContext } from "../engine-context.ts";
import { Questions } from "../runs/questions.ts";
import { SheetData, type SharedKnowledge } from "./sheet-data.ts";
import type { LeftJobs } from "../runs/left-jobs.ts";
import { SheetRuns, type RunEnd, type RunOptions } from "../runs/sheet-runs.ts";
import { SheetView } from "../canvas/sheet-view.ts";

export type SheetListener = (events: readonly CanvasEvent[]) => void;

/** A sheet that some canvas shows or that something runs on. */
export class OpenSheet {
  readonly data: SheetData;
  readonly view: SheetView;
  readonly runs: SheetRuns;
  readonly questions: Questions;
  readonly listeners = new Set<SheetListener>();
  /** Calls that will put their results here. */
  #held = 0;
  #executors: { readonly generation: Generation; readonly executors: Executors } | undefined;

  constructor(
    loaded: LoadedSheet,
    store: SheetStore,
    shared: SharedKnowledge,
    base: ConstructorParameters<typeof SheetView>[1],
    private readonly context: EngineContext,
    private readonly services: Services,
    events: { readonly unsaved: (error: unknown) => void; readonly ended: (end: RunEnd) => void },
    /** Undefined where no queue is set. */
    readonly leftJobs: LeftJobs | undefined,
  ) {
    this.data = new SheetData(loaded.summary.id, loaded, store, shared, events.unsaved);
    const send = (_revision: number, sent: readonly CanvasEvent[]) => {
      for (const listener of this.listeners) listener(sent);
    };
    this.view = new SheetView(this.data, base, send, context.parts.remote);
    this.runs = new SheetRuns(this.view, events.ended, leftJobs);
    this.questions = new Questions((node, question) => {
      const live = this.view.live(node);
      live.question = question;
      live.status = question ? "asking" : "running";
      this.view.touch(node);
    });
  }

  /** Whether some canvas shows it, or something runs on it or for it. */
  get isUsed(): boolean {
    return this.listeners.size > 0 || this.runs.busy || this.#held > 0;
  }

  /** Keeps it open until what is given back is called. */
  hold(): () => void {
    this.#held++;
    return () => void this.#held--;
  }

  snapshot(): CanvasState {
    return this.view.snapshot();
  }

  /** Starts a run with the code of a generation; what runs already goes on with its own. */
  run(scope: Scope, graph: string, generation: Generation, options?: RunOptions): Run {
    const executors = this.executors(graph, generation);
    const tools = { executors, groups: this.context.parts.groups, kept: this.data.sheet.kept };
    return this.runs.start(scope, tools, options);
  }

  executors(graph: string, generation: Generation): Executors {
    if (this.#executors?.generation !== generation) {
      const { media, scratch, roots, remote } = this.context.parts;
      const executors = executorsOf(graph, generation, {
        services: this.services,
        media,
        scratch,
        roots,
        remote,
        ask: (node, question, signal) => this.questions.ask(node, question, signal),
        hostLimit: () => this.context.settings.hostLimit,
      });
      this.#executors = { generation, executors };
    }
    return this.#executors.executors;
  }

  dispose(): void {
    this.leftJobs?.close();
    this.runs.stop();
    this.view.dispose();
  }
}
