import type { PageView, Remedy, ShownText } from "../../src/runtime/protocol/canvas.ts";
import type { FileRef } from "../../src/runtime/values/value.ts";

/** Details of a node that do not fit in its card. */
export type DetailsTab = "logs" | "error" | "results" | "lineage";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly level: "information" | "error";
  readonly action?: { readonly title: string; run(): void };
  /** What makes it void before its time. */
  readonly until?: Remedy;
}

interface Asked {
  readonly title: string;
  readonly value: string;
  readonly confirm: string;
  answer(text: string | undefined): void;
}

/** The state of this page only, such as open panels, the highlighted node and questions. It is never stored. */
export class Ui {
  view = $state.raw<PageView>("canvas");
  /** Whether the zoom is below `farZoom`, so that cards show only their name and state. */
  far = $state(false);
  /** How often the host refused an intent that was not a request. */
  refusals = $state(0);
  finding = $state(false);
  shortcuts = $state(false);
  outline = $state(false);
  /** Whether the panel with results of nodes that are no longer in the file is open. */
  earlier = $state(false);
  /** Whether the panel with the earlier runs of an app is open. */
  history = $state(false);
  /** Whether the panel with the workers of the queue is open. */
  workers = $state(false);
  details = $state.raw<{ readonly node: string; readonly tab: DetailsTab } | undefined>();
  /** The node under the editor's cursor. */
  lit = $state.raw<string | undefined>();
  /** The image that is shown enlarged, over the whole canvas. */
  zoomed = $state.raw<{ readonly file: FileRef; readonly url: string; readonly node: string } | undefined>();
  /** Code or a value that the host has no editor for. */
  text = $state.raw<ShownText | undefined>();
  toasts = $state.raw<readonly Toast[]>([]);
  asked = $state.raw<Asked | undefined>();
  #next = 1;

  constructor(view: PageView) {
    this.view = view;
  }

  /** Closes what lies over the view, the panel with details before the list. */
  closePanel(): void {
    if (this.details) this.details = undefined;
    else if (this.earlier) this.earlier = false;
    else if (this.workers) this.workers = false;
    else if (this.history) this.history = false;
    else this.outline = false;
  }

  toast(text: string, options: Partial<Pick<Toast, "level" | "action" | "until">> = {}): void {
    const { level = "information", action } = options;
    const toast = { id: this.#next++, text, ...options, level };
    this.toasts = [...this.toasts.slice(-2), toast];
    setTimeout(() => this.dismiss(toast.id), action || level === "error" ? 10_000 : 4_000);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** What some toasts said no longer holds. */
  remedied(by: Remedy): void {
    if (this.toasts.some(({ until }) => until === by))
      this.toasts = this.toasts.filter(({ until }) => until !== by);
  }

  /** Asks the person for a line of text; undefined if they cancel. */
  ask(title: string, value: string, confirm: string): Promise<string | undefined> {
    this.asked?.answer(undefined);
    return new Promise((resolve) => {
      const answer = (text: string | undefined) => {
        this.asked = undefined;
        resolve(text);
      };
      this.asked = { title, value, confirm, answer };
    });
  }
}
