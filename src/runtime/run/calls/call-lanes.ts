import type { CallsState, CallState } from "../../protocol/canvas.ts";
import { statusOfPhase } from "../../protocol/step-phase.ts";
import type { CallEnd, CallFacts, MadeCalls } from "../../sheets/made-calls.ts";
import { isFileRef, type FileRef, type Value } from "../../values/value.ts";
import type { StepEvent } from "../step/step-events.ts";

/** The longest list of a card, and the longest text in it. */
const mostCalls = 50;
const mostText = 200;

/** The calls of one execution of a function as its card shows them: of a loop of thousands the latest, and how many there were. */
export class CallLanes {
  /** Newest first. */
  #latest: readonly CallState[] = [];
  #counts = { total: 0, done: 0, reused: 0, failed: 0 };
  #state: CallsState | undefined;

  constructor(private readonly changed: () => void) {}

  /** A call begins. */
  begin(facts: Omit<CallFacts, "number">): CallLane {
    const number = ++this.#counts.total;
    const latest = [{ ...facts, number, status: "waiting" as const }, ...this.#latest];
    if (latest.length > mostCalls) latest.splice(leastWanted(latest), 1);
    this.#latest = latest;
    this.#tell();
    return new CallLane((change) => this.#change(number, change));
  }

  /** The same object until something changes. */
  get state(): CallsState {
    return (this.#state ??= { ...this.#counts, latest: this.#latest });
  }

  /** What is kept of them; undefined where none was made. */
  get made(): MadeCalls | undefined {
    if (this.#counts.total === 0) return undefined;
    return { ...this.#counts, latest: this.#latest.filter(hasEnded) };
  }

  #change(number: number, change: LaneChange): void {
    if (change.status === "done") this.#counts.done++;
    if (change.status === "done" && change.reused) this.#counts.reused++;
    if (change.status === "failed") this.#counts.failed++;
    this.#latest = this.#latest.map((call) =>
      call.number === number ? { ...factsOf(call), ...change } : call,
    );
    this.#tell();
  }

  #tell(): void {
    this.#state = undefined;
    this.changed();
  }
}

type LaneChange = CallEnd | Omit<Exclude<CallState, CallEnd>, keyof CallFacts>;

/** One call, from its beginning to its end. */
export class CallLane {
  #now: Omit<Exclude<CallState, CallEnd>, keyof CallFacts> = { status: "waiting" };

  constructor(private readonly change: (change: LaneChange) => void) {}

  event(event: StepEvent): void {
    if (event.type === "phase") {
      this.#now = { ...this.#now, status: statusOfPhase(event.phase), phase: event.phase };
    } else if (event.type === "progress") {
      const { fraction, text } = event;
      const progress = {
        ...(fraction !== undefined && { fraction }),
        ...(text !== undefined && { text: short(text) }),
      };
      this.#now = { ...this.#now, progress };
    } else {
      return;
    }
    this.change(this.#now);
  }

  end(end: CallEnd): void {
    this.change(end.status === "failed" ? { ...end, message: short(end.message) } : end);
  }
}

/** What one line can show of outputs: the first file among them, else the first value. */
export function briefOf(outputs: Readonly<Record<string, Value>>): string | FileRef | undefined {
  const values = Object.values(outputs);
  for (const value of values) {
    const first: Value | undefined = Array.isArray(value) ? (value as readonly Value[])[0] : value;
    if (isFileRef(first)) return first;
  }
  const value = values.find((one) => one !== null);
  if (value === undefined) return undefined;
  return short(typeof value === "string" ? value : JSON.stringify(value));
}

function short(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}

/** The oldest one that has ended, else the oldest. */
function leastWanted(latest: readonly CallState[]): number {
  const ended = latest.findLastIndex(hasEnded);
  return ended < 0 ? latest.length - 1 : ended;
}

function hasEnded(call: CallState): call is CallFacts & CallEnd {
  return call.status !== "waiting" && call.status !== "running";
}

function factsOf({ number, node, item, why }: CallFacts): CallFacts {
  return { number, node, why, ...(item !== undefined && { item }) };
}
