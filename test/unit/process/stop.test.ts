import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive } from "../../support/processes.ts";
import { failureOf, Harness, type Workflow, workflowOf } from "./support/harness.ts";

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

const functions = {
  fine: "({ value }) => value",
  pid: "() => process.pid",
  spins: `() => { console.log("under way"); while (true); }`,
  waits: `() => { console.log("under way"); return new Promise(() => {}); }`,
  obeys: `(_, { signal }) => new Promise((_resolve, reject) => {
    console.log("under way");
    signal.addEventListener("abort", () => { console.log("heard it"); reject(signal.reason); });
  }), { inputs: {} }`,
  sleeps: `() => { console.log("under way"); execSync("sleep 1000"); }`,
  pipe: `() => { execSync("mkfifo fifo"); console.log("under way"); readFileSync("fifo"); }`,
  spinsAsync: `async () => { console.log("under way"); while (true) await null; }`,
  generates: `function* () { console.log("under way"); while (true) yield 1; }`,
  exits: "() => { process.exit(3); }",
  exitsLater: "() => new Promise(() => setTimeout(() => process.exit(3), 5))",
  catchesExit: "() => { try { process.exit(0); } catch { return 1; } }",
  aborts: "() => process.abort()",
  killsItself: `() => process.kill(process.pid, "SIGKILL")`,
  killsByShell: `() => { execSync("kill -9 " + process.pid); return new Promise(() => {}); }`,
  killsBySegfault: `() => { execSync("kill -SEGV " + process.pid); return new Promise(() => {}); }`,
  fillsHeap: "() => { const all = []; while (true) all.push(new Array(1e6).fill(1.5)); }",
  fillsBuffers: "() => { const all = []; while (true) all.push(Buffer.alloc(2 ** 24, 1)); }",
  throwsInTimer: `() => new Promise(() => setTimeout(() => {\n  throw new Error("in a timer");\n}, 5))`,
  throwsInTick: `() => new Promise(() => process.nextTick(() => { throw new Error("in a tick"); }))`,
  rejectsUnseen: `async () => { void Promise.reject(new Error("nobody looked")); await new Promise(() => {}); }`,
  throwsAfterwards: `() => { setTimeout(() => { throw new Error("too late"); }, 5); return 1; }`,
  leavesChildren: `() => {
    const plain = spawn("sleep", ["1000"]);
    const group = spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
    const orphan = Number(execSync("(sleep 1000 >/dev/null 2>&1 & echo $!)", { encoding: "utf8" }));
    group.unref();
    // Another session, no environment, and no parent that leads to the process.
    const daemon = "setsid env -i sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &";
    const stranger = Number(execFileSync("sh", ["-c", daemon], { encoding: "utf8" }));
    console.log(JSON.stringify([plain.pid, group.pid, orphan, stranger]) + " under way");
    return new Promise(() => {});
  }`,
};
const imports = `import { execFileSync, execSync, spawn } from "node:child_process"; import { readFileSync } from "node:fs";`;
const one = { name: "one at a time", limit: 1 };

describe("stopping workflow code", function () {
  this.timeout(60_000);
  const harness = new Harness();
  let workflow: Workflow;
  before(() => harness.open({ memoryLimit: 400 * 2 ** 20 }));
  beforeEach(async () => {
    workflow = await harness.loaded(workflowOf(functions, imports));
  });
  afterEach(() => workflow.generation.dispose());
  after(() => harness.close());

  /** Whatever happened, the next call must work. */
  async function goesOn(): Promise<void> {
    assert.equal(await workflow.output("fine", { value: "next" }), "next");
  }

  for (const name of ["spins", "waits", "obeys", "sleeps", "pipe", "spinsAsync", "generates"]) {
    it(`ends a function that ${name}`, async () => {
      const pid = Number(await workflow.output("pid"));
      const abort = new AbortController();
      const call = failureOf(workflow.call(name, {}, { signal: abort.signal }));
      await workflow.untilPrinted("under way");
      abort.abort();
      assert.equal((await call).message, "Stopped.");
      // The process was asked to end before its call is over, so nothing new begins in it.
      await goesOn();
      assert.doesNotMatch(workflow.printed, /Started again/);
      if (name === "obeys" || name === "generates") assert.equal(await workflow.output("pid"), pid);
      else await untilGone(pid);
    });

    it(`ends a function that ${name} when its time is over`, async () => {
      const failure = await workflow.failure(name, {}, { timeout: 0.1 });
      assert.match(failure.message, /longer than its time limit of 0\.1 s/);
      await goesOn();
    });
  }

  it("lets the function hear of it first", async () => {
    const abort = new AbortController();
    const call = failureOf(workflow.call("obeys", {}, { signal: abort.signal }));
    await workflow.untilPrinted("under way");
    abort.abort();
    await call;
    await workflow.untilPrinted("heard it");
  });

  it("stops a call that has not begun, and leaves the running one alone", async () => {
    const running = new AbortController();
    const first = failureOf(workflow.call("waits", {}, { signal: running.signal }));
    await workflow.untilPrinted("under way");
    const waiting = new AbortController();
    const second = failureOf(workflow.call("fine", { value: 1 }, { signal: waiting.signal }));
    waiting.abort();
    assert.equal((await second).message, "Stopped.");
    running.abort();
    assert.equal((await first).message, "Stopped.");
    assert.equal(
      (await failureOf(workflow.call("fine", {}, { signal: AbortSignal.abort() }))).message,
      "Stopped.",
    );
    await goesOn();
  });

  for (const [name, pattern, line] of [
    ["exits", /The code called process\.exit\(3\), which would end the whole workflow process/, true],
    ["exitsLater", /process\.exit\(3\)/, true],
    ["catchesExit", /process\.exit\(0\)/, true],
    ["aborts", /process\.abort\(\)/, true],
    ["killsItself", /process\.kill\(\) on its own process/, true],
    ["killsByShell", /was killed from outside, or killed itself/, false],
    ["killsBySegfault", /was ended by SIGSEGV/, false],
    ["fillsHeap", /ran out of memory/, false],
    ["fillsBuffers", /ran out of memory\. It held 0\.\d GB/, false],
    ["throwsInTimer", /^in a timer$/, true],
    ["throwsInTick", /^in a tick$/, true],
    ["rejectsUnseen", /^nobody looked$/, true],
  ] as const) {
    it(`survives a function that ${name}`, async () => {
      const failure = await workflow.failure(name);
      assert.match(failure.message, pattern);
      if (line) assert.equal(failure.at?.file, workflow.file);
      await goesOn();
    });
  }

  it("takes another process after something that a call left behind failed", async () => {
    const pid = Number(await workflow.output("pid"));
    assert.equal(await workflow.output("throwsAfterwards"), 1);
    await untilGone(pid);
    assert.notEqual(await workflow.output("pid"), pid);
    assert.match(harness.printed.join(""), /left running failed: Error: too late\n.*workflow\.ts/);
  });

  it("ends the children that a function left behind, wherever they went", async () => {
    const abort = new AbortController();
    const call = failureOf(workflow.call("leavesChildren", {}, { signal: abort.signal }));
    await workflow.untilPrinted("under way");
    const children = JSON.parse(/\[.*\]/.exec(workflow.printed)?.[0] ?? "") as number[];
    assert.deepEqual(children.map(isAlive), [true, true, true, true]);
    abort.abort();
    await call;
    await Promise.all(children.map(untilGone));
    await goesOn();
  });

  it("ends all processes when it is disposed of, in the middle of whatever they do", async () => {
    const pid = Number(await workflow.output("pid"));
    const call = failureOf(workflow.call("sleeps"));
    await workflow.untilPrinted("under way");
    await workflow.generation.dispose();
    await untilGone(pid);
    assert.ok((await call).message.length > 0);
  });

  it("ends processes after the last call when it is retired", async () => {
    const pid = Number(await workflow.output("pid"));
    const abort = new AbortController();
    const call = failureOf(workflow.call("obeys", {}, { signal: abort.signal }));
    await workflow.untilPrinted("under way");
    workflow.generation.retire();
    assert.match((await workflow.failure("fine")).message, /loaded again/);
    assert.ok(isAlive(pid));
    abort.abort();
    await call;
    await untilGone(pid);
  });

  it("leaves no process behind when the engine itself is killed", async () => {
    const program = fileURLToPath(new URL("support/abandoned.ts", import.meta.url));
    const engine = spawn(process.execPath, ["--import", "tsx", program], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: harness.folder },
    });
    const [printed] = (await once(engine.stdout, "data")) as [Buffer];
    const pid = Number(printed.toString());
    assert.ok(isAlive(pid));
    engine.kill("SIGKILL");
    await untilGone(pid);
  });

  it("leaves no process behind when the engine's thread ends and its program goes on", async () => {
    const program = fileURLToPath(new URL("support/engine-thread.ts", import.meta.url));
    const host = spawn(process.execPath, ["--import", "tsx", program], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: harness.folder },
    });
    try {
      const [printed] = (await once(host.stdout, "data")) as [Buffer];
      const pid = Number(printed.toString());
      assert.ok(isAlive(pid));
      host.stdin.write("end\n");
      await untilGone(pid);
      assert.ok(isAlive(host.pid!));
    } finally {
      host.stdin.end();
      await once(host, "exit");
    }
  });

  it("runs what was lost with a stopped neighbour again", async () => {
    const small = new Harness();
    try {
      await small.open({ limit: 1 });
      const shared = await small.loaded(
        workflowOf(
          {
            blocks: `async ({ file }) => { writeFileSync(file, ""); console.log("blocking"); while (true) await null; }, { inputs: { file: gr.Textbox() } }`,
            slow: `async ({ file }) => {
              console.log("slow begins");
              while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
              return process.pid;
            }, { inputs: { file: gr.Textbox() } }`,
          },
          `import { existsSync, writeFileSync } from "node:fs";`,
        ),
      );
      const group = { name: "many", limit: 10 };
      const done = join(small.folder, "done");
      const slow = shared.output("slow", { file: done }, { group });
      await shared.untilPrinted("slow begins");
      const abort = new AbortController();
      const blocked = failureOf(
        shared.call("blocks", { file: join(small.folder, "begun") }, { group, signal: abort.signal }),
      );
      await shared.untilPrinted("blocking");
      abort.abort();
      assert.equal((await blocked).message, "Stopped.");
      await shared.untilPrinted("Started again");
      const release = shared.call("blocks", { file: done }, { group: one, timeout: 0.2 });
      await failureOf(release);
      assert.equal(typeof (await slow), "number");
    } finally {
      await small.close();
    }
  });
});
