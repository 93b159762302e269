import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startCalling, type Caller } from "../../gradio/calling.ts";
import { serveHttp, type Ask } from "../../hub/http.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { startHostileApp } from "./support/hostile-app.ts";
import { Random } from "./support/random.ts";

/** The long form: DAGGR_HOSTILE_CASES=2000. DAGGR_HOSTILE_SEED repeats the cases of a failure. */
const cases = Number(process.env["DAGGR_HOSTILE_CASES"] ?? 150);
const firstSeed = Number(process.env["DAGGR_HOSTILE_SEED"] ?? 1);
/** A message may have 128 MB, and what is at work at the same time adds up. */
const atOnce = 2;
/** Milliseconds that a case may take. */
const patience = 20_000;
/** Bytes above what the program had before. */
const maxMemory = 500 * 1024 * 1024;

describe("hostile apps", () => {
  let hub: LocalHub;
  let caller: Caller;
  let other: { readonly url: string; stop(): Promise<void> };
  const elsewhere: Ask[] = [];
  const stray: unknown[] = [];
  const onStray = (error: unknown) => void stray.push(error);
  const { error, warn } = console;

  before(async () => {
    hub = await startHub();
    caller = await startCalling({
      env: hub.env,
      credentials: { huggingFaceToken: () => Promise.resolve(testToken) },
      limits: { silence: 250, answer: 700, cancel: 100, wake: 0, wakePoll: 10 },
    });
    other = await serveHttp((ask) => {
      elsewhere.push(ask);
      return { body: "reached" };
    });
    // Gradio's client prints what it cannot read.
    console.error = console.warn = () => {};
    process.on("unhandledRejection", onStray);
  });
  after(async () => {
    process.off("unhandledRejection", onStray);
    Object.assign(console, { error, warn });
    await caller.dispose();
    await other.stop();
    await hub.stop();
  });

  async function oneCase(seed: number): Promise<void> {
    const random = new Random(seed);
    const app = await startHostileApp(random, other.url);
    const id = `ann/app-${seed}`;
    hub.spaces.set(id, { url: app.url });
    const file = await caller.media.addBytes(Buffer.from("mine"), "mine.txt");
    const input = random.chance(0.3) ? file : "text";
    const call = caller.start(random.chance(0.7) ? id : app.url, "/say", { text: input });
    const slow = setTimeout(() => call.stop(), patience);
    const start = Date.now();
    try {
      await call.returned;
    } catch (failure) {
      assert.ok(failure instanceof StepError, `seed ${seed}: ${String(failure)}`);
      assert.ok(failure.message.length < 20_000, `seed ${seed}: a message of ${failure.message.length}`);
      assert.ok(!JSON.stringify(failure.failure).includes(testToken), `seed ${seed}: ${failure.message}`);
    } finally {
      clearTimeout(slow);
      await app.stop();
    }
    assert.ok(Date.now() - start < patience, `seed ${seed} took too long`);
    const told = call.events.filter(({ type }) => type !== "partial");
    assert.ok(!JSON.stringify(told).includes(testToken), `seed ${seed} repeated the token`);
    assert.deepEqual(stray, [], `seed ${seed}: a failure that nobody waited for`);
    assert.equal(elsewhere.length, 0, `seed ${seed} led to another server`);
    assert.deepEqual(Object.keys(Object.prototype), [], `seed ${seed} changed what all objects share`);
  }

  it(`neither crash, hang, fill the memory, nor lead anywhere (${cases} cases)`, async function () {
    this.timeout(Math.max(120_000, cases * 1_000));
    const rest = memoryAtRest();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
    try {
      let next = firstSeed;
      const worker = async () => {
        while (next < firstSeed + cases) await oneCase(next++);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    } finally {
      clearInterval(watch);
    }
    assert.ok(most - rest < maxMemory, `${Math.round((most - rest) / 1024 / 1024)} MB above rest`);
    for (const path of filesIn(caller.folder))
      assert.ok(!path.includes(testToken) && !readFileSync(path).includes(testToken), path);
    // What the apps gave names for stays in the folder of the media.
    for (const name of readdirSync(caller.folder)) assert.match(name, /^(media|cache)$/);
  });
});

function memoryAtRest(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().rss;
}

function filesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return paths.filter((path) => statSync(path).isFile());
}
