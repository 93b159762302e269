import type { Worker, WorkerOptions } from "node:worker_threads";
import type { GraphDescription } from "../graph/description.ts";
import type { SelectedVariants } from "../graph/variants.ts";
import type { Layout } from "../protocol/canvas.ts";
import { HelperThread } from "../rpc/helper-thread.ts";
import { cardShape } from "./card-shape.ts";
import { cardsOf } from "./cards.ts";
import { layered, type LayoutCalls, type LayoutTask } from "./layered.ts";
import { keepPlaces } from "./keep-places.ts";

/** Where cards stand unless a person dragged them. */
export interface Layouter {
  /**
   * The same graph and selected variants give the same layout. Cards that `previous` knows keep their places as far as the new graph
   * allows; leave it out to tidy everything up.
   */
  layout(graph: GraphDescription, selected: SelectedVariants, previous?: Layout): Promise<Layout>;
  /** Ends the worker. */
  dispose(): void;
}

/** dagre follows a chain by recursion: the usual 4 MB are enough for 5,000 cards and not for 10,000. */
export const layoutThread: WorkerOptions = { resourceLimits: { stackSizeMb: 128 } };

/** The latest layouts, by their task: switching a variant back costs nothing. */
const remembered = 20;

/** Cards. So many are placed in some 10 ms, less than a thread needs to start; the engine's thread does nothing else meanwhile. */
const mostWithoutWorker = 40;

/**
 * Lays out a small graph in the calling thread: the result is there before the first drawing, so no card moves afterwards. A larger
 * graph is laid out in a worker, which starts with the first such graph and ends after a minute without one.
 */
export class AdaptiveLayouter implements Layouter {
  readonly #thread: HelperThread<LayoutCalls>;
  readonly #fresh = new Map<string, Promise<Layout>>();
  #idle: NodeJS.Timeout | undefined;

  /** @param start starts the bundle of `worker.ts` (`dist/layout-worker.cjs`) */
  constructor(start: () => Worker) {
    this.#thread = new HelperThread(start);
  }

  async layout(graph: GraphDescription, selected: SelectedVariants, previous?: Layout): Promise<Layout> {
    const task = taskOf(graph, selected);
    const fresh = await this.#layered(task);
    return previous ? keepPlaces(fresh, previous, task) : fresh;
  }

  dispose(): void {
    clearTimeout(this.#idle);
    void this.#thread.end("The layout was stopped.");
  }

  #layered(task: LayoutTask): Promise<Layout> {
    const key = JSON.stringify(task);
    const known = this.#fresh.get(key);
    if (known) return known;
    const layout = this.#place(task);
    this.#fresh.set(key, layout);
    layout.catch(() => this.#fresh.delete(key));
    for (const old of [...this.#fresh.keys()].slice(0, -remembered)) this.#fresh.delete(old);
    return layout;
  }

  async #place(task: LayoutTask): Promise<Layout> {
    if (task.cards.length <= mostWithoutWorker) return layered(task);
    clearTimeout(this.#idle);
    return this.#thread.remote.layout(task).finally(() => this.#restWhenIdle());
  }

  #restWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.dispose(), 60_000);
    this.#idle.unref();
  }
}

/** What matters for the places: sizes, handles and lines, not code or values. */
export function taskOf(graph: GraphDescription, selected: SelectedVariants): LayoutTask {
  const { cards, edges } = cardsOf(graph, selected);
  return {
    cards: cards.map((card) => {
      const { width, height, handles } = cardShape(card);
      return { id: card.id, width, height, handles };
    }),
    edges: edges.map(({ source, sourceHandle, target, targetHandle }) => ({
      source,
      sourceHandle,
      target,
      targetHandle,
    })),
  };
}
