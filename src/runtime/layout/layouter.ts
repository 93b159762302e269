import type { Worker } from "node:worker_threads";
import type { GraphDescription } from "../graph/description.ts";
import type { Layout } from "../protocol/canvas.ts";
import { Rpc } from "../protocol/rpc.ts";
import { workerWire } from "../protocol/wires.ts";
import { cardShape } from "./card-shape.ts";
import { cardsOf, type Picks } from "./cards.ts";
import type { LayoutCalls, LayoutTask } from "./elk.ts";
import { keepPlaces } from "./keep-places.ts";

/** Where cards stand unless a person dragged them. */
export interface Layouter {
  /**
   * The same graph and picks give the same layout. Cards that `previous` knows keep their places as far as the new graph
   * allows; leave it out to tidy everything up. Rejects when `signal` aborts.
   */
  layout(graph: GraphDescription, picks: Picks, previous?: Layout, signal?: AbortSignal): Promise<Layout>;
  /** Ends the worker. */
  dispose(): void;
}

const remembered = 20;

/** Lays out in a worker of its own, which starts with the first layout and ends when it was idle for a minute. */
export class WorkerLayouter implements Layouter {
  readonly #start: () => Worker;
  readonly #fresh = new Map<string, Promise<Layout>>();
  #worker: Worker | undefined;
  #rpc: Rpc<LayoutCalls, Record<never, never>> | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @param start starts the bundle of `worker.ts` (`dist/layout-worker.cjs`) */
  constructor(start: () => Worker) {
    this.#start = start;
  }

  async layout(
    graph: GraphDescription,
    picks: Picks,
    previous?: Layout,
    signal?: AbortSignal,
  ): Promise<Layout> {
    const task = taskOf(graph, picks);
    const fresh = await this.#layered(task, signal);
    return previous ? keepPlaces(fresh, previous, task) : fresh;
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#rpc?.dispose("The layout was stopped.");
    void this.#worker?.terminate();
    this.#rpc = this.#worker = undefined;
  }

  #layered(task: LayoutTask, signal: AbortSignal | undefined): Promise<Layout> {
    const key = JSON.stringify(task);
    const known = this.#fresh.get(key);
    if (known) return known;
    const layout = this.#remote()
      .layout(task, signal)
      .finally(() => this.#restWhenIdle());
    this.#fresh.set(key, layout);
    layout.catch(() => this.#fresh.delete(key));
    for (const old of [...this.#fresh.keys()].slice(0, -remembered)) this.#fresh.delete(old);
    return layout;
  }

  #remote(): Rpc<LayoutCalls, Record<never, never>>["remote"] {
    clearTimeout(this.#idle);
    if (!this.#rpc) {
      const worker = this.#start();
      this.#worker = worker;
      this.#rpc = new Rpc(workerWire(worker), {});
      // A listener for messages keeps the process alive; this has to come after it.
      worker.unref();
      worker.once("exit", () => {
        if (this.#worker === worker) this.#rpc = this.#worker = undefined;
      });
    }
    return this.#rpc.remote;
  }

  #restWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.dispose(), 60_000);
    this.#idle.unref();
  }
}

/** What matters for the places: sizes, handles and lines, not code or values. */
export function taskOf(graph: GraphDescription, picks: Picks): LayoutTask {
  const { cards, edges } = cardsOf(graph, picks);
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
