import assert from "node:assert/strict";
import type { CanvasState, NodeState } from "../../../../src/runtime/protocol/canvas.ts";
import type { EngineIntent } from "../../../../src/runtime/protocol/intents.ts";
import type { EngineEvent, SessionId } from "../../../../src/runtime/protocol/session.ts";
import type { Value } from "../../../../src/runtime/values/value.ts";
import type { Engine } from "../../../../src/runtime/session/engine.ts";
import { emptyNode, reduce } from "../../../../src/runtime/protocol/reduce.ts";

/** Milliseconds until a test gives up waiting. */
const patience = 20_000;

/** What a canvas sees of a session: one snapshot, then events through the one reducer. */
export class TestCanvas {
  state!: CanvasState;
  /** Events that came, and in how many messages. */
  messages = 0;
  #waiting: (() => void)[] = [];

  private constructor(
    private readonly engine: Engine,
    readonly session: SessionId,
  ) {}

  static async open(
    engine: Engine,
    events: EventHub,
    file: string,
    options: { graph?: string; canvas?: string; owner?: string } = {},
  ): Promise<TestCanvas> {
    const { session } = await engine.open({ file, ...options });
    const canvas = new TestCanvas(engine, session);
    canvas.state = await engine.snapshot({ session });
    events.listeners.add((event) => {
      if (event.type === "canvas" && event.session === session) canvas.#apply(event);
    });
    return canvas;
  }

  async load(): Promise<boolean> {
    return (await this.engine.load({ session: this.session })).ok;
  }

  send(intent: EngineIntent): Promise<Value | undefined> {
    return this.engine.intent({ session: this.session, intent });
  }

  node(name: string): NodeState {
    return this.state.nodes[name] ?? emptyNode;
  }

  /** What a node's port shows. */
  output(node: string, port = "output"): Value | undefined {
    return this.node(node).outputs?.[port];
  }

  freshness(node: string): string {
    const { freshness } = this.node(node);
    return freshness.kind === "stale"
      ? freshness.reasons.join(", ")
      : (freshness.kind === "fresh" && freshness.because) || freshness.kind;
  }

  /** Waits until the state is so. Rejects, with the state, where it does not get there. */
  async until(what: string, holds: (state: CanvasState) => boolean): Promise<void> {
    const end = Date.now() + patience;
    while (!holds(this.state)) {
      if (Date.now() > end) {
        const nodes = JSON.stringify(this.state.nodes, undefined, 1).slice(0, 4000);
        assert.fail(`It did not happen that ${what}. The state is ${nodes}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Runs everything (or what is asked for) and waits until it is over and reported. */
  async run(intent: EngineIntent = { type: "run-all", forced: false }): Promise<void> {
    await this.send(intent);
    await this.quiet();
  }

  /** Nothing runs any more, and the canvas has been sent everything: bit by bit, what the session says as a whole. */
  async quiet(): Promise<void> {
    for (;;) {
      const { revision, ...whole } = await this.engine.snapshot({ session: this.session });
      await this.until("all is told", (state) => state.revision >= revision);
      if (!whole.run && !Object.values(whole.nodes).some(isBusy) && this.state.revision === revision) {
        const { revision: _own, ...told } = this.state;
        assert.deepEqual(plain(told), plain(whole));
        return;
      }
      await this.until("something happens", (state) => state.revision > revision);
    }
  }

  #apply({ events, revision }: EngineEvent & { type: "canvas" }): void {
    if (revision <= this.state.revision) return;
    assert.equal(revision, this.state.revision + 1, "an event was lost");
    this.state = { ...events.reduce(reduce, this.state), revision };
    this.messages++;
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

function isBusy({ status }: NodeState): boolean {
  return status === "running" || status === "waiting" || status === "asking";
}

/** Without the difference between a field that is undefined and one that is not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Passes an engine's events on to whoever listens. */
export class EventHub {
  readonly listeners = new Set<(event: EngineEvent) => void>();
  readonly all: EngineEvent[] = [];
  readonly emit = (event: EngineEvent): void => {
    this.all.push(event);
    for (const listener of this.listeners) listener(event);
  };
}
