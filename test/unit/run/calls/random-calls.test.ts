import assert from "node:assert/strict";
import fc from "fast-check";
import type { FnNodeDescription, GraphDescription } from "../../../../src/runtime/graph/description.ts";
import type { NodeCalls } from "../../../../src/runtime/run/calls/node-calls.ts";
import { Bench, resultOf } from "../../support/bare-run.ts";
import { fn, graph } from "../../support/graphs.ts";
import { inThread } from "../../support/in-thread.ts";

// Random programs that call nodes: what comes out, and which calls are made, whatever fails, is stopped or is changed in between.

type Statement =
  | { readonly do: "call"; readonly node: number; readonly argument: number }
  | { readonly do: "loop"; readonly times: number; readonly body: Program }
  /** By what came out so far. */
  | { readonly do: "if"; readonly yes: Program; readonly no: Program }
  | { readonly do: "parallel"; readonly nodes: readonly number[] }
  | { readonly do: "try"; readonly body: Program };
type Program = readonly Statement[];

const { program } = fc.letrec<{ statement: Statement; program: Program }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ do: fc.constant("call" as const), node: fc.nat(9), argument: fc.nat(2) }),
    fc.record({ do: fc.constant("loop" as const), times: fc.nat(3), body: tie("program") }),
    fc.record({ do: fc.constant("if" as const), yes: tie("program"), no: tie("program") }),
    fc.record({ do: fc.constant("parallel" as const), nodes: fc.array(fc.nat(9), { maxLength: 4 }) }),
    fc.record({ do: fc.constant("try" as const), body: tie("program") }),
  ),
  program: fc.array(tie("statement"), { maxLength: 4 }),
}));

/** Node `n0` is called by nobody; each may call those after it, so that there is no recursion. */
const programs = fc.array(program, { minLength: 2, maxLength: 5 });
type Programs = readonly Program[];

function graphOf(all: Programs, code: (node: number) => string = () => ""): GraphDescription {
  return graph(
    ...all.map((_program, i): FnNodeDescription => {
      const later = all.flatMap((_one, other) => (other > i ? [`n${other}`] : []));
      return fn(
        `n${i}`,
        { x: { kind: "default" } },
        { code: `code of n${i}${code(i)}`, ...(later.length > 0 && { calls: later }) },
      );
    }),
  );
}

/** Runs a function: its own answer is made of all that it was given and that its calls returned. */
async function run(
  all: Programs,
  node: number,
  argument: string,
  call: (node: number, argument: string) => Promise<string>,
  version = "",
): Promise<string> {
  let text = `n${node}${version}(${argument})`;
  const later = all.length - node - 1;
  const target = (pick: number) => node + 1 + (pick % later);
  const walk = async (body: Program): Promise<void> => {
    for (const statement of body) {
      switch (statement.do) {
        case "call":
          text = short(text + (await call(target(statement.node), String(statement.argument))));
          break;
        case "loop":
          for (let time = 0; time < statement.times; time++) await walk(statement.body);
          break;
        case "if":
          await walk(text.length % 2 === 0 ? statement.yes : statement.no);
          break;
        case "parallel": {
          const given = text;
          const results = await Promise.all(
            statement.nodes.map((pick, i) => call(target(pick), `${given.length + (i % 2)}`)),
          );
          text = short(text + results.join("+"));
          break;
        }
        case "try":
          try {
            await walk(statement.body);
          } catch (error) {
            if (error instanceof Killed) throw error;
            text += "!";
          }
      }
    }
  };
  if (later > 0) await walk(all[node]!);
  return text;
}

const short = (text: string): string =>
  text.length > 60
    ? `${text.slice(0, 40)}…${[...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 997, 7)}`
    : text;

class Killed extends Error {}

/** A program of many calls would only take long. */
const mostCalls = 300;

async function plainly(all: Programs, fails: (node: number, argument: string) => boolean): Promise<string> {
  let calls = 0;
  const call = (node: number, argument: string): Promise<string> => {
    if (++calls > mostCalls) throw new Killed();
    if (fails(node, argument)) return Promise.reject(new Error("failed"));
    return run(all, node, argument, call);
  };
  return run(all, 0, "", call);
}

/** A sheet whose functions are the programs, with every start and end of them. */
function benchOf(all: Programs) {
  const log = { started: 0, finished: [] as string[], killAt: Infinity, version: "", kill: () => {} };
  let fails: (node: number, argument: string) => boolean = () => false;
  const executors = inThread(async (inputs, context, { name }) => {
    const node = Number(name.slice(1));
    const argument = (inputs["x"] as string | undefined) ?? "";
    if (++log.started >= log.killAt) log.kill();
    if (context.signal.aborted) throw new Killed();
    if (node > 0 && fails(node, argument)) throw new Error("failed");
    const calls: NodeCalls | undefined = context.calls?.();
    try {
      const call = async (other: number, x: string) => {
        try {
          return (await calls!.call(`n${other}`, { x }))["output"] as string;
        } catch (error) {
          throw context.signal.aborted ? new Killed() : error;
        }
      };
      const version = node === all.length - 1 ? log.version : "";
      const output = await run(all, node, argument, call, version);
      if (context.signal.aborted) throw new Killed();
      log.finished.push(`${name}(${argument})`);
      return { output };
    } finally {
      calls?.end();
    }
  });
  const bench = new Bench(graphOf(all), executors);
  return { bench, log, failWhere: (next: typeof fails) => (fails = next) };
}

async function outcomeOf(bench: Bench): Promise<string> {
  const { ran, reused, failed } = resultOf(await bench.begin().done);
  if (ran.includes("n0") || reused.includes("n0")) return bench.shown("n0")!.outputs["output"] as string;
  return failed["n0"] === undefined ? "stopped" : "failed";
}

const outcome = (plain: Promise<string>): Promise<string> =>
  plain.catch((error: unknown) => (error instanceof Killed ? "too many" : "failed"));

describe("random calls of nodes by functions", () => {
  it("give the results of plain execution, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.func(fc.integer({ min: 0, max: 9 })), async (all, chance) => {
        const fails = (node: number, argument: string) => chance(node, argument) === 0;
        const expected = await outcome(plainly(all, fails));
        fc.pre(expected !== "too many");
        const { bench, failWhere } = benchOf(all);
        failWhere(fails);
        assert.equal(await outcomeOf(bench), expected);
      }),
      { numRuns: 200 },
    );
  });

  it("make no call again that was finished, wherever the function was killed", async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.array(fc.nat(12), { maxLength: 4 }), async (all, kills) => {
        const expected = await outcome(plainly(all, () => false));
        fc.pre(expected !== "too many");
        const whole = benchOf(all);
        assert.equal(await outcomeOf(whole.bench), expected);
        const { bench, log } = benchOf(all);
        for (const kill of kills) {
          log.killAt = log.started + 1 + kill;
          const run = bench.begin();
          log.kill = () => run.stop();
          if (!run.open.running.includes("n0")) break;
          await run.done;
          await settled(bench);
        }
        log.killAt = Infinity;
        assert.equal(await outcomeOf(bench), expected);
        assert.deepEqual(log.finished.sort(), whole.log.finished.sort());
      }),
      { numRuns: 200 },
    );
  });

  it("keep no result of a function whose code, or that of what it calls, has changed", async () => {
    await fc.assert(
      fc.asyncProperty(programs, async (all) => {
        const last = all.length - 1;
        const { bench, log } = benchOf(all);
        fc.pre((await outcome(plainly(all, () => false))) !== "too many");
        await outcomeOf(bench);
        const before = log.finished.splice(0);
        log.version = "'";
        bench.graph = graphOf(all, (node) => (node === last ? "'" : ""));
        const changed = await outcomeOf(bench);
        // All that ran can reach what changed.
        assert.deepEqual(log.finished.sort(), (await again(all, "'")).sort());
        assert.equal(changed, bench.shown("n0")!.outputs["output"]);
        // With the code as it was, everything is found again.
        log.finished.splice(0);
        log.version = "";
        bench.graph = graphOf(all);
        await outcomeOf(bench);
        assert.deepEqual(log.finished, []);
        assert.ok(before.length > 0);
      }),
      { numRuns: 100 },
    );
  });
});

/** What runs on a new sheet. */
async function again(all: Programs, version: string): Promise<string[]> {
  const { bench, log } = benchOf(all);
  log.version = version;
  await outcomeOf(bench);
  return log.finished;
}

/** What was stopped is over. */
async function settled({ executions }: Bench): Promise<void> {
  await Promise.all(
    executions.running.map((one) => new Promise<void>((resolve) => one.onEnd(() => resolve()))),
  );
}
