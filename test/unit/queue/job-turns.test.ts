import assert from "node:assert/strict";
import { mock } from "node:test";
import { JobTurns, noTurn } from "../../../src/runtime/queue/worker/job-turns.ts";

describe("The turns of jobs that a worker took", () => {
  let clock = 0;
  const now = performance.now.bind(performance);
  beforeEach(() => {
    clock = 0;
    performance.now = () => clock;
    mock.timers.enable({ apis: ["setTimeout"] });
  });
  afterEach(() => {
    performance.now = now;
    mock.timers.reset();
  });

  /** A job that ends when it is told to, after some milliseconds. */
  function begin(turns: JobTurns, isStalled = false) {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const job = { hasBegun: false, abort: new AbortController() };
    const running = turns.run(isStalled, job.abort, () => {
      job.hasBegun = true;
      return ended;
    });
    running.catch(() => {});
    return Object.assign(job, {
      running,
      end(milliseconds: number) {
        clock += milliseconds;
        end();
        return running;
      },
    });
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("prefetches one job while jobs are short", async () => {
    const taker = { concurrency: 2 };
    const turns = new JobTurns(taker, 2);
    const jobs = [begin(turns), begin(turns)];
    assert.equal(taker.concurrency, 2);
    await jobs[0]!.end(20);
    assert.equal(taker.concurrency, 3);
    await jobs[1]!.end(200);
    assert.equal(taker.concurrency, 2);
  });

  it("begins a prefetched job when the one before it has ended", async () => {
    const taker = { concurrency: 1 };
    const turns = new JobTurns(taker, 1);
    const first = begin(turns);
    const second = begin(turns);
    await turn();
    assert.deepEqual([first.hasBegun, second.hasBegun, turns.running], [true, false, 1]);
    await first.end(20);
    await turn();
    assert.deepEqual([second.hasBegun, turns.running], [true, 1]);
    await second.end(20);
    // It has begun, so that it waited does not end it.
    mock.timers.tick(10_000);
    assert.equal(second.abort.signal.aborted, false);
  });

  it("gives a job up for others whose turn does not come, and prefetches none behind the long one", async () => {
    const taker = { concurrency: 1 };
    const turns = new JobTurns(taker, 1);
    await begin(turns).end(20);
    const long = begin(turns);
    const next = begin(turns);
    assert.equal(taker.concurrency, 2);
    mock.timers.tick(500);
    await assert.rejects(next.running, noTurn);
    assert.equal(taker.concurrency, 1);
    assert.equal(next.hasBegun, false);
    await long.end(20);
  });

  it("stops a job before its turn", async () => {
    const turns = new JobTurns({ concurrency: 1 }, 1);
    const first = begin(turns);
    const second = begin(turns);
    const reason = new Error("stopped");
    second.abort.abort(reason);
    await assert.rejects(second.running, reason);
    await first.end(20);
    await turn();
    assert.equal(second.hasBegun, false);
  });

  it("prefetches nothing while a job is here whose worker ended", async () => {
    const taker = { concurrency: 1 };
    const turns = new JobTurns(taker, 1);
    await begin(turns).end(20);
    const running = begin(turns);
    const stalled = begin(turns, true);
    assert.equal(taker.concurrency, 1);
    await running.end(20);
    assert.equal(taker.concurrency, 1);
    await stalled.end(20);
    assert.equal(taker.concurrency, 2);
  });
});
