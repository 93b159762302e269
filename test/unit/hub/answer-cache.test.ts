import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskCache } from "../../../src/runtime/hub/disk-cache.ts";
import { AnswerCache } from "../../../src/runtime/hub/answer-cache.ts";
import { SharedTasks } from "../../../src/runtime/hub/shared-task.ts";
import { eventually } from "../../support/eventually.ts";

describe("a question with remembered answers", () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "daggr-remembered-"))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const asking = (age: { fresh: number; usable: number }, ask: (count: number) => Promise<string>) => {
    let asked = 0;
    const cache = new DiskCache(root);
    return {
      remembered: new AnswerCache<string>(
        cache,
        "kind",
        () => age,
        () => ask((asked += 1)),
      ),
      count: () => asked,
    };
  };

  it("is asked once, by however many at the same time", async () => {
    const { remembered, count } = asking({ fresh: 60_000, usable: 60_000 }, (n) =>
      Promise.resolve(`answer ${n}`),
    );
    assert.equal(remembered.peek("a"), undefined);
    assert.deepEqual(await Promise.all([remembered.get("a"), remembered.get("a")]), ["answer 1", "answer 1"]);
    assert.equal(await remembered.get("a"), "answer 1");
    assert.equal(count(), 1);
    assert.equal(await remembered.get("a", { fresh: true }), "answer 2");
    assert.equal(remembered.peek("a")?.value, "answer 2");
  });

  it("gives an old answer at once and a new one afterwards", async () => {
    const { remembered } = asking({ fresh: -1, usable: 60_000 }, (n) => Promise.resolve(`answer ${n}`));
    assert.equal(await remembered.get("a"), "answer 1");
    assert.equal(await remembered.get("a"), "answer 1");
    await eventually("the new answer is there", () => assert.equal(remembered.peek("a")?.value, "answer 2"));
  });

  it("gives an old answer rather than none, unless a fresh one is wanted", async () => {
    const { remembered } = asking({ fresh: -1, usable: -1 }, (n) =>
      n === 1 ? Promise.resolve("old") : Promise.reject(new Error("offline")),
    );
    assert.equal(await remembered.get("a"), "old");
    assert.equal(await remembered.get("a"), "old");
    await assert.rejects(remembered.get("a", { fresh: true }), /offline/);
    await assert.rejects(remembered.get("b"), /offline/);
  });

  it("lets one who waits give up alone", async () => {
    let answer: (text: string) => void = () => {};
    const { remembered } = asking(
      { fresh: 1, usable: 1 },
      () => new Promise((resolve) => (answer = resolve)),
    );
    const stop = new AbortController();
    const [one, other] = [remembered.get("a", { signal: stop.signal }), remembered.get("a")];
    stop.abort();
    await assert.rejects(one, { name: "AbortError" });
    answer("late");
    assert.equal(await other, "late");
  });
});

describe("work that several wait for", () => {
  const never = () => new AbortController().signal;

  it("is done once, and all hear of it", async () => {
    const shared = new SharedTasks<string, string>();
    let started = 0;
    let finish: (text: string) => void = () => {};
    let tell: (news: string) => void = () => {};
    const start = (_signal: AbortSignal, news: (text: string) => void) => {
      started += 1;
      tell = news;
      return new Promise<string>((resolve) => (finish = resolve));
    };
    const heard: string[] = [];
    const both = [1, 2].map((who) =>
      shared.get("a", start, never(), (news) => void heard.push(`${who} ${news}`)),
    );
    tell("half");
    finish("done");
    assert.deepEqual(await Promise.all(both), ["done", "done"]);
    assert.deepEqual([started, heard], [1, ["1 half", "2 half"]]);
    const again = shared.get(
      "a",
      () => Promise.resolve("anew"),
      never(),
      () => {},
    );
    assert.equal(await again, "anew", "nothing is kept of what is done");
  });

  it("is stopped when nobody waits any more, and then begins anew", async () => {
    const shared = new SharedTasks<string, never>();
    const stops = [new AbortController(), new AbortController()] as const;
    let signal: AbortSignal | undefined;
    const start = (inner: AbortSignal) => {
      signal = inner;
      return new Promise<string>((_, reject) =>
        inner.addEventListener("abort", () => reject(new Error("stopped"))),
      );
    };
    const waiting = stops.map((stop) => shared.get("a", start, stop.signal, () => {}));
    stops[0].abort();
    await assert.rejects(waiting[0]!, { name: "AbortError" });
    assert.equal(signal?.aborted, false);
    stops[1].abort();
    await assert.rejects(waiting[1]!, { name: "AbortError" });
    assert.equal(signal?.aborted, true);
    assert.equal(
      await shared.get(
        "a",
        () => Promise.resolve("anew"),
        never(),
        () => {},
      ),
      "anew",
    );
  });

  it("fails for all who wait, and is not started for one who has given up before", async () => {
    const shared = new SharedTasks<string, never>();
    const failing = () => Promise.reject(new Error("no"));
    await Promise.all(
      [1, 2].map(() =>
        assert.rejects(
          shared.get("a", failing, never(), () => {}),
          /no/,
        ),
      ),
    );
    const start = () => assert.fail("started");
    await assert.rejects(
      shared.get("b", start, AbortSignal.abort(), () => {}),
      { name: "AbortError" },
    );
  });
});
