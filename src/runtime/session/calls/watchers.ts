import type { ItemStates } from "../../protocol/canvas.ts";
import type { Execution, ExecutionListener } from "../../run/execution.ts";
import type { ResultRecord } from "../../sheets/store.ts";
import type { CallRequest, CallState } from "./call.ts";

type Tell = NonNullable<CallRequest["onNodeState"]>;

/** Tells each call what happens in the executions that it waits for; several calls may wait for one. */
export class Watchers implements ExecutionListener {
  readonly #tell = new Map<Execution, Set<Tell>>();
  /** Finished items of scattered executions. */
  readonly #items = new Map<Execution, { readonly done: Set<number>; readonly total: number }>();

  constructor(private readonly made: (record: ResultRecord) => void) {}

  watch(execution: Execution, tell: Tell): void {
    const tells = this.#tell.get(execution) ?? new Set();
    this.#tell.set(execution, tells.add(tell));
  }

  event(execution: Execution, event: CallState, item?: number): void {
    // What items print is said of their node; the rest of each is too much to tell.
    if (item === undefined || event.type === "log") this.#say(execution, event);
  }

  items(execution: Execution, items: ItemStates): void {
    let count = this.#items.get(execution);
    // The first telling names every item.
    if (!count) this.#items.set(execution, (count = { done: new Set(), total: items.size }));
    for (const [index, { status }] of items)
      if (status === "done" || status === "failed") count.done.add(index);
    this.#say(execution, { type: "items", done: count.done.size, total: count.total });
  }

  ended(execution: Execution): void {
    this.#tell.delete(execution);
    this.#items.delete(execution);
    if (execution.outcome?.type === "done") this.made(execution.outcome.record);
  }

  #say(execution: Execution, state: CallState): void {
    const { choice, name } = execution.planNode;
    for (const tell of this.#tell.get(execution) ?? []) tell(choice ?? name, state);
  }
}
