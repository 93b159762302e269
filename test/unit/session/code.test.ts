import assert from "node:assert/strict";
import type { LoadOptions, LoadOutcome } from "../../../src/runtime/process/load-options.ts";
import { Code, type CodeEvents } from "../../../src/runtime/session/code/code.ts";
import type { EngineContext } from "../../../src/runtime/session/engine-context.ts";
import { eventually } from "../../support/eventually.ts";

/** A load that the test ends: the file as it was when it began. */
interface Load {
  readonly text: string;
  readonly signal: AbortSignal;
  end(failed?: boolean): void;
}

describe("loading a workflow's code", () => {
  let loads: Load[];
  let adopted: string[];
  let text: string;
  let code: Code;
  let events: CodeEvents;

  beforeEach(() => {
    loads = [];
    adopted = [];
    text = "first";
    const load = (file: string, { signal }: LoadOptions) =>
      new Promise<LoadOutcome>((resolve) => {
        const now = text;
        const fail = () => resolve({ type: "failed", failure: { message: "Stopped." }, files: [file] });
        signal?.addEventListener("abort", fail);
        const description = { file, graphs: [], files: [file] };
        const dispose = () => Promise.resolve();
        const generation = { description, notices: [now], call: dispose, retire: () => {}, dispose };
        const end = (failed = false) => (failed ? fail() : resolve({ type: "loaded", generation } as never));
        loads.push({ text: now, signal: signal!, end });
      });
    const processes = { load, prepare: () => {}, dispose: () => Promise.resolve() };
    const context = { trusted: true, settings: { loadTimeout: 20 }, parts: { processes } };
    events = {
      requests: { test: () => Promise.reject(new Error("not expected")) },
      loading: () => {},
      adopt: ({ notices }) => {
        adopted.push(notices[0]!);
        return Promise.resolve();
      },
    };
    code = new Code("/workflow.ts", context as unknown as EngineContext, events);
  });
  afterEach(() => code.leave(events));

  it("loads once more, and only once, for all saves that fall into a load", async () => {
    const saved = [code.load()];
    for (let save = 1; save < 10; save++) {
      text = `save ${save}`;
      saved.push(code.load());
    }
    assert.equal(loads.length, 1);
    loads[0]!.end();
    await eventually("the next load has begun", () => Promise.resolve(loads[1]!.text));
    assert.equal(loads[1]!.text, "save 9");
    loads[1]!.end();
    assert.deepEqual(await Promise.all(saved), Array(10).fill(true));
    assert.equal(loads.length, 2);
    assert.deepEqual(adopted, ["first", "save 9"]);
  });

  it("ends a load that hangs when the file was saved again", async () => {
    const first = code.load();
    text = "mended";
    const second = code.load();
    await eventually("the next load has begun", () => Promise.resolve(loads[1]!.text));
    assert.ok(loads[0]!.signal.aborted);
    loads[1]!.end();
    assert.deepEqual(await Promise.all([first, second]), [true, true]);
    assert.deepEqual(adopted, ["mended"]);
  });

  it("waits for the load under way, and for the one after it, where something is to run", async () => {
    const loaded = [code.load(), code.ensureLoaded()];
    loads[0]!.end();
    assert.deepEqual(await Promise.all(loaded), [true, true]);
    assert.equal(await code.ensureLoaded(), true);
    assert.equal(loads.length, 1);
  });

  it("gives a session that joins what is loaded, and goes on while one of them is left", async () => {
    const first = code.load();
    loads[0]!.end();
    await first;
    const taken: string[] = [];
    const states: string[] = [];
    const other: CodeEvents = {
      requests: events.requests,
      loading: ({ kind }) => void states.push(kind),
      adopt: ({ notices }) => Promise.resolve(void taken.push(notices[0]!)),
    };
    await code.join(other);
    assert.deepEqual([taken, states], [["first"], ["ready"]]);
    await code.leave(events);
    text = "second";
    const again = code.load();
    loads[1]!.end();
    assert.equal(await again, true);
    assert.deepEqual([adopted, taken], [["first"], ["first", "second"]]);
    await code.leave(other);
    assert.equal(await code.load(), false);
  });

  it("begins nothing more after it was disposed of", async () => {
    const first = code.load();
    const second = code.load();
    await code.leave(events);
    assert.deepEqual(await Promise.all([first, second]), [false, false]);
    assert.equal(loads.length, 1);
  });
});
