import assert from "node:assert/strict";
import fc from "fast-check";
import type { GraphDescription, InputSource } from "../../../src/runtime/graph/description.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import type { Executors } from "../../../src/runtime/run/executor.ts";
import type { Settled } from "../../../src/runtime/run/settled.ts";
import { Bench, resultOf } from "../support/bare-run.ts";
import { canvas, fn, graph, port } from "../support/graphs.ts";
import { inThread, type InThread } from "../support/in-thread.ts";
import { inTurns } from "../support/in-turns.ts";

// Random graphs with random failures, stops and edits.

interface RandomGraph {
  readonly graph: GraphDescription;
  /** Node → the nodes it uses. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

/** Each node uses some of those before it and has an input of its own; what it gives says what it was made from. */
const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 14 })
  .map((picks) => {
    const uses = new Map<string, string[]>();
    const nodes = picks.map((some, i) => {
      const used = i === 0 ? [] : [...new Set(some.map((pick) => `n${pick % i}`))];
      uses.set(`n${i}`, used);
      const wired = used.map((name): [string, InputSource] => [`from_${name}`, port(`${name}.output`)]);
      return fn(`n${i}`, { ...Object.fromEntries(wired), own: canvas(`n${i}.own`, "0") });
    });
    return { graph: graph(...nodes), uses };
  });

interface Log {
  readonly started: string[];
  readonly finished: Set<string>;
}

/** Where the functions of a graph run: at once, or one at a time behind calls that were sent ahead. */
interface Placed {
  readonly executors: Executors;
  readonly adapt: (random: RandomGraph) => GraphDescription;
}
type Place = (run: InThread) => Placed;

const anywhere: Place = (run) => ({ executors: inThread(run), adapt: ({ graph }) => graph });
const inLine: Place = (run) => ({
  executors: inTurns(run),
  adapt: ({ graph: { nodes } }) =>
    graph(...nodes.map((node) => ({ ...node, concurrent: false }) as typeof node)),
});

/** A bench whose nodes finish in the order that fast-check likes, and fail where `fails` says so. */
function benchIn(
  place: Place,
  random: RandomGraph,
  scheduler: fc.Scheduler,
  fails: (node: string) => boolean,
) {
  const log: Log = { started: [], finished: new Set() };
  const { executors, adapt } = place((inputs, context, node) => {
    const unmet = (random.uses.get(node.name) ?? []).filter((used) => !log.finished.has(used));
    assert.deepEqual(unmet, [], `${node.name} started before what it uses`);
    log.started.push(node.name);
    return scheduler.schedule(Promise.resolve(), node.name).then(() => {
      if (context.signal.aborted) throw new Error("aborted");
      if (fails(node.name)) throw new Error("failed");
      log.finished.add(node.name);
      return { output: JSON.stringify(inputs).length + JSON.stringify(inputs) };
    });
  });
  return { bench: new Bench(adapt(random), executors), log };
}

function downstream(random: RandomGraph, names: Iterable<string>): Set<string> {
  const reached = new Set(names);
  for (const [name, used] of random.uses) if (used.some((one) => reached.has(one))) reached.add(name);
  return reached;
}

const sorted = (names: Iterable<string>) => [...names].sort();

async function settle(scheduler: fc.Scheduler, done: Promise<readonly Settled[]>) {
  const settled = await scheduler.waitFor(done);
  return resultOf(settled);
}

for (const [where, place] of [
  ["", anywhere],
  [" of functions that run one at a time", inLine],
] as const) {
  describe(`random graphs${where}`, () => {
    const scheduledBench = (...made: [RandomGraph, fc.Scheduler, (node: string) => boolean]) =>
      benchIn(place, ...made);

    it("run each node once, after what it uses, and reuse everything the second time", async () => {
      await fc.assert(
        fc.asyncProperty(randomGraph, fc.scheduler(), async (random, scheduler) => {
          const { bench, log } = scheduledBench(random, scheduler, () => false);
          const first = await settle(scheduler, bench.begin().done);
          assert.deepEqual(sorted(first.ran), sorted(random.uses.keys()));
          assert.equal(new Set(log.started).size, log.started.length);
          const second = await settle(scheduler, bench.begin().done);
          assert.deepEqual(sorted(second.reused), sorted(random.uses.keys()));
        }),
        { numRuns: 150 },
      );
    });

    it("run after failures exactly what failed and what needs it", async () => {
      await fc.assert(
        fc.asyncProperty(
          randomGraph,
          fc.scheduler(),
          fc.func(fc.boolean()),
          async (random, scheduler, chance) => {
            let failing = true;
            const { bench } = scheduledBench(random, scheduler, (node) => failing && chance(node));
            const first = await settle(scheduler, bench.begin().done);
            const own = Object.keys(first.failed).filter((name) => first.failed[name] === "failed");
            assert.deepEqual(sorted(Object.keys(first.failed)), sorted(downstream(random, own)));
            failing = false;
            const second = await settle(scheduler, bench.begin().done);
            assert.deepEqual(sorted(second.ran), sorted(Object.keys(first.failed)));
            assert.deepEqual(sorted(second.reused), sorted(first.ran));
          },
        ),
        { numRuns: 150 },
      );
    });

    it("settle all when stopped at any moment, keep what was finished, and run the rest the next time", async () => {
      await fc.assert(
        fc.asyncProperty(randomGraph, fc.scheduler(), fc.nat(20), async (random, scheduler, steps) => {
          const { bench, log } = scheduledBench(random, scheduler, () => false);
          const run = bench.begin();
          for (let i = 0; i < steps && scheduler.count() > 0; i++) await scheduler.waitOne();
          run.stop();
          const first = await settle(scheduler, run.done);
          assert.deepEqual(sorted([...first.ran, ...first.stopped]), sorted(random.uses.keys()));
          assert.equal(bench.executions.running.length, 0);
          const before = log.started.length;
          const second = await settle(scheduler, bench.begin().done);
          assert.deepEqual(sorted(second.ran), sorted(first.stopped));
          assert.equal(log.started.length - before, second.ran.length);
        }),
        { numRuns: 150 },
      );
    });

    it("share executions between runs, of which some are stopped", async () => {
      await fc.assert(
        fc.asyncProperty(
          randomGraph,
          fc.scheduler(),
          fc.array(fc.record({ target: fc.nat(), stop: fc.boolean(), after: fc.nat(5) }), {
            minLength: 1,
            maxLength: 4,
          }),
          async (random, scheduler, wanted) => {
            const { bench, log } = scheduledBench(random, scheduler, () => false);
            const names = [...random.uses.keys()];
            const runs = [];
            for (const { target, after } of wanted) {
              runs.push(bench.begin({ type: "to", nodes: [names[target % names.length]!] }));
              for (let i = 0; i < after && scheduler.count() > 0; i++) await scheduler.waitOne();
            }
            for (const [i, { stop }] of wanted.entries()) if (stop) runs[i]!.stop();
            const results = await Promise.all(runs.map((run) => settle(scheduler, run.done)));
            for (const [i, { stop }] of wanted.entries())
              if (!stop) assert.deepEqual(results[i]!.stopped, []);
            assert.equal(bench.executions.running.length, 0);
            // What is started again was stopped before it finished; nothing that finished runs twice.
            const finished = sorted(bench.results.keys());
            assert.deepEqual(
              finished.map((name) => bench.results.get(name)!.length),
              finished.map(() => 1),
            );
            assert.ok(log.started.length >= finished.length);
          },
        ),
        { numRuns: 150 },
      );
    });

    it("run after an edit exactly what the edit reaches", async () => {
      await fc.assert(
        fc.asyncProperty(
          randomGraph,
          fc.scheduler(),
          fc.uniqueArray(fc.nat(), { maxLength: 3 }),
          async (random, scheduler, edits) => {
            const { bench, log } = scheduledBench(random, scheduler, () => false);
            await settle(scheduler, bench.begin().done);
            const names = [...random.uses.keys()];
            const edited = edits.map((pick) => names[pick % names.length]!);
            for (const name of edited) {
              bench.sheet = { ...bench.sheet, inputs: { ...bench.sheet.inputs, [`${name}.own`]: "1" } };
            }
            log.finished.clear();
            for (const name of names) if (!downstream(random, edited).has(name)) log.finished.add(name);
            const second = await settle(scheduler, bench.begin().done);
            assert.deepEqual(sorted(second.ran), sorted(downstream(random, edited)));
          },
        ),
        { numRuns: 150 },
      );
    });
  });
}

describe("random scatters", () => {
  const scattered = graph(
    fn("list", { items: canvas("list.items", null, "JSON") }),
    fn("up", { x: port("list.output.each") }),
    fn("all", { xs: port("up.output.all()") }),
  );
  const values = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 8 });

  it("run every item once, however lists change and items fail, and keep the order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(values, fc.func(fc.boolean())), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          let fails: (x: Value) => boolean = () => false;
          const worked = new Map<string, number>();
          const bench = new Bench(
            scattered,
            inThread(({ items = null, x = null, xs = null }, _context, node) => {
              if (node.name === "list") return { output: items };
              if (node.name === "all") return { output: xs };
              if (fails(x)) throw new Error("failed");
              const text = x as string;
              worked.set(text, (worked.get(text) ?? 0) + 1);
              return { output: `${text}!` };
            }),
          );
          const most = new Map<string, number>();
          const run = async (list: readonly string[]) => {
            bench.sheet = { ...bench.sheet, inputs: { "list.items": list } };
            for (const x of list)
              most.set(x, Math.max(most.get(x) ?? 0, list.filter((one) => one === x).length));
            return bench.run();
          };
          for (const [list, chance] of rounds) {
            fails = (x) => chance(x);
            const { failed } = await run(list);
            assert.equal("up" in failed, "all" in failed);
            fails = () => false;
            await run(list);
            assert.deepEqual(
              bench.shown("all")!.outputs["output"],
              list.map((x) => `${x}!`),
            );
          }
          // As often as it stood in one list at the same time, and never more.
          for (const [x, times] of worked) assert.equal(times, most.get(x));
        },
      ),
      { numRuns: 100 },
    );
  });
});
