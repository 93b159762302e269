import type { PlanNode } from "../../plan/resolved-graph.ts";
import { type NextCall, runsExclusively, type StepPrefetch } from "../prefetch.ts";
import { SentCalls } from "../sent-calls.ts";
import type { Item } from "./scatter-items.ts";

/** Milliseconds of work that wait in the process: enough that it does not wait for the engine, so little that others soon have their turn. */
const aim = 40;

/** Items that may wait in a process before their turn. */
const maxCalls = 256;

/**
 * Sends the next items of a scattered function to its process while one runs, in chunks that fit the time that its items take. Each
 * remains a call of its own, with its own events, failure and end. Only the function's own process is spared the wait.
 */
export class ItemPrefetch {
  readonly #calls = new SentCalls();
  /** How many of `todo` have settled, and how many had at the last look at the clock. */
  #settled = 0;
  #counted = 0;
  #countedAt = performance.now();
  /** How many items may wait. */
  #size = 0;

  constructor(
    private readonly planNode: PlanNode,
    private readonly items: readonly Item[],
    /** Indices of the items that run, in their order. */
    private readonly todo: readonly number[],
  ) {}

  /** Undefined where the calls of the node cannot be sent ahead. */
  static for(planNode: PlanNode, items: readonly Item[], todo: readonly number[]): ItemPrefetch | undefined {
    const isKnown = planNode.inputs.every(
      ({ source }) => source.kind !== "callable" && source.kind !== "missing",
    );
    return isKnown && runsExclusively(planNode) ? new ItemPrefetch(planNode, items, todo) : undefined;
  }

  /** @param at the place of the item in `todo` */
  of(at: number): StepPrefetch {
    const index = this.todo[at]!;
    return {
      // Others wait at most as long as a chunk takes. Without it, two scattered functions would take each other's chunks back all the time.
      patient: this.#size > 0,
      call: () => this.#calls.get(index),
      ownCallSent: (sent) => this.#calls.set(index, sent),
      following: () => this.#following(at),
    };
  }

  /** Its call, if it was not claimed, is dropped. */
  settled(index: number): void {
    this.#settled++;
    this.#calls.settle(index);
  }

  /** No further item runs. */
  end(): void {
    this.#calls.end();
  }

  *#following(at: number): Generator<NextCall> {
    // Half of them at a time, so that they cross together; one more, since the running item's own call is among them.
    if (this.#calls.size > this.#size / 2 + 1) return;
    this.#fit();
    const { node } = this.planNode;
    if (node.kind !== "fn") return;
    for (let next = at + 1; next < this.todo.length && this.#calls.size <= this.#size; next++) {
      const index = this.todo[next]!;
      if (this.#calls.get(index)) continue;
      yield {
        node,
        inputs: this.items[index]!.inputs,
        wired: {},
        sent: (call) => this.#calls.set(index, call),
      };
      if (!this.#calls.get(index)) return;
    }
  }

  /**
   * Fits the size of a chunk to what the items took since the last one: it starts with none, and grows to at most twice as much and one.
   */
  #fit(): void {
    const done = this.#settled - this.#counted;
    if (done === 0) return;
    const now = performance.now();
    const each = (now - this.#countedAt) / done;
    this.#size = Math.min(maxCalls, this.#size * 2 + 1, Math.floor(aim / each));
    this.#counted = this.#settled;
    this.#countedAt = now;
  }
}
