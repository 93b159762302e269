import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { WorkflowDescription } from "../graph/description.ts";
import { nodesOf } from "../graph/nodes.ts";
import type { Json } from "../values/value.ts";
import { StepError } from "../failures/failure.ts";
import { CallAhead, startedAgain, turnOf } from "./call-ahead.ts";
import {
  type FnCall,
  type Generation,
  type Lane,
  mainLane,
  type SendOptions,
  type SentCall,
  type UserCall,
} from "../run/workflow-code.ts";
import { Lanes } from "./lanes.ts";
import type { LoadReply, Turn } from "./protocol.ts";
import type { Seat } from "./seat.ts";
import { Seats, type SeatOutcome, type Wish } from "./seats.ts";
import { Attempt, type AttemptContext, type CallContext, stopped, untilStopped } from "./user-call.ts";

export interface GenerationOptions {
  /** The process that has loaded the file first. */
  readonly main: Seat;
  readonly loaded: Extract<LoadReply, { type: "loaded" }>;
  /** Loads the same versions of all modules in another process. */
  start(): Promise<{ readonly seat: Seat; readonly reply: LoadReply }>;
  readonly debugged: boolean;
  /** Processes beside the main one. */
  readonly limit?: number;
  onDispose(): void;
}

/** How often a call that lost its process through no fault of its own is run again. */
const attempts = 4;

/** See `Generation`. */
export class FileGeneration implements Generation {
  readonly description: WorkflowDescription;
  readonly notices: readonly string[];
  readonly #lanes = new Lanes();
  readonly #seats: Seats;
  readonly #sent = new Set<CallAhead>();
  #running = 0;
  #retired = false;

  constructor(private readonly options: GenerationOptions) {
    this.description = options.loaded.description;
    this.notices = options.loaded.notices;
    const limit = options.limit ?? Math.max(2, availableParallelism());
    const seats = { limit, single: options.debugged, start: () => this.#start() };
    this.#seats = new Seats(seats, options.main);
  }

  async call(call: UserCall, lane: Lane, context: CallContext): Promise<Json> {
    if (this.#retired)
      throw new StepError({ message: "The workflow was loaded again.", help: "Run it again." });
    this.#running++;
    try {
      return await this.#lanes.run(lane, context.signal, () => this.#run(call, wishOf(call, lane), context));
    } catch (error) {
      throw context.signal.aborted ? new StepError(stopped) : error;
    } finally {
      this.#ended();
    }
  }

  /** Somebody's turn has come who was not sent ahead: what was goes behind it. */
  #recall(): void {
    for (const sent of this.#sent) sent.recall();
  }

  #ended(): void {
    this.#running--;
    if (this.#retired && this.#running === 0) void this.dispose();
  }

  send(call: FnCall, options: SendOptions): SentCall | undefined {
    if (this.#retired) return undefined;
    if (!options.ahead) this.#recall();
    const calls = turnOf(options);
    const seat = calls && this.#seats.takeMain();
    if (!seat) return undefined;
    this.#running++;
    const sent = new CallAhead(options, (context) => this.#attempt(seat, call, context, calls));
    this.#sent.add(sent);
    void sent.settled.then(() => {
      this.#sent.delete(sent);
      this.#ended();
    });
    return sent;
  }

  retire(): void {
    this.#retired = true;
    if (this.#running === 0) void this.dispose();
  }

  async dispose(): Promise<void> {
    this.#retired = true;
    await this.#seats.close();
    this.options.onDispose();
  }

  /** A process spoilt itself: something went wrong in it that belongs to no call. */
  spoil(seat: Seat): void {
    this.#seats.spoil(seat);
  }

  #attempt(seat: Seat, call: UserCall, context: AttemptContext, turn: Turn | undefined): Attempt {
    const timeLimits = !this.options.debugged;
    return new Attempt(seat, call, context, { turn, timeLimits, released: () => this.#seats.released(seat) });
  }

  async #run(call: UserCall, wish: Wish, context: CallContext): Promise<Json> {
    if (wish === "main") this.#recall();
    for (let attempt = 1; ; attempt++) {
      const seat = await this.#seats.take(wish, context.signal);
      const turn = wish === "main" ? { wired: {} } : undefined;
      const one = this.#attempt(seat, call, context, turn);
      const outcome = await untilStopped(one, one.run(), context.signal);
      if (outcome.type === "done") return outcome.result;
      if (outcome.type === "failed") throw new StepError(outcome.failure);
      if (attempt === attempts) {
        throw new StepError({
          message: "The workflow process ended again and again before the code was done.",
          help: "Run it again by itself.",
        });
      }
      if (outcome.started) context.emit(startedAgain);
    }
  }

  async #start(): Promise<SeatOutcome> {
    const { seat, reply } = await this.options.start();
    if (reply.type === "failed") return { type: "failed", failure: reply.failure };
    const [before, now] = [namesIn(this.description), namesIn(reply.description)];
    if (before === now) return { type: "seat", seat };
    await seat.process.kill();
    const file = basename(this.description.file);
    return {
      type: "failed",
      failure: {
        message: `${file} made other nodes when a second process loaded it: ${differences(before, now)}.`,
        help: "Every process loads the file by itself, so names must not depend on chance, time or what other processes do. Give the nodes fixed names.",
        at: { file: this.description.file, line: 1 },
      },
    };
  }
}

function wishOf(call: UserCall, lane: Lane): Wish {
  if (lane.name === mainLane.name) return "main";
  return call.type === "fn" ? "apart" : "any";
}

function namesIn(description: WorkflowDescription): string {
  return description.graphs
    .flatMap((graph) => nodesOf(graph).map((node) => `'${node.name}' of '${graph.name}'`))
    .join("\n");
}

function differences(before: string, now: string): string {
  const [old, fresh] = [new Set(before.split("\n")), new Set(now.split("\n"))];
  const gone = [...old].filter((name) => !fresh.has(name));
  const added = [...fresh].filter((name) => !old.has(name));
  const parts = [...gone.map((name) => `no ${name}`), ...added.map((name) => `a new ${name}`)];
  return parts.length > 0 ? parts.slice(0, 6).join(", ") : "the same ones in another order";
}
