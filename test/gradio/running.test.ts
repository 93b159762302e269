import assert from "node:assert/strict";
import type { StepEvent } from "../../src/runtime/run/step/step-events.ts";
import { eventually } from "../support/eventually.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Call, type Caller } from "./calling.ts";

interface Recorded {
  readonly what: "started" | "finished" | "cancelled";
  readonly name: string;
}

/** All that has to hold alike under every version of Gradio. */
for (const version of [6, 5, 4] as const) {
  describe(`a job under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling();
      url = (await sharedApp("core", { version })).url;
    });
    after(() => caller.dispose());

    const recorded = async (name: string) => {
      const [events] = (await caller.call(url, "/events")) as unknown as readonly [readonly Recorded[]];
      return events.flatMap(({ what, name: who }) => (who === name ? [what] : []));
    };
    const until = (name: string, what: Recorded["what"]) =>
      eventually(`the server has ${what} '${name}'`, async () =>
        assert.ok((await recorded(name)).includes(what)),
      );
    const phases = (call: Call) =>
      call.events.flatMap((event) => (event.type === "phase" ? [event.phase] : []));

    it("tells progress with its text", async () => {
      const call = caller.start(url, "/progress", { name: `progress ${version}`, steps: 3, seconds: 0.2 });
      assert.deepEqual(await call.returned, [`progress ${version}: 3 steps`]);
      const told = call.events.filter((event) => event.type === "progress");
      assert.deepEqual(told.at(-1)?.fraction, 2 / 3);
      assert.match(told.at(-1)?.text ?? "", /^step 3 of 3/);
      assert.deepEqual(phases(call).at(-1), { kind: "running" });
    });

    it("gives a generator's results as they come, by port, and the last as the result", async () => {
      const call = caller.start(
        url,
        "/stream",
        { name: "numbers", count: 3, seconds: 0.3 },
        { outputs: ["text"] },
      );
      assert.deepEqual(await call.returned, ["1 2 3"]);
      const texts = call.events.flatMap((event) => (event.type === "partial" ? [event.outputs["text"]] : []));
      assert.deepEqual([...new Set(texts)], ["1", "1 2", "1 2 3"]);
    });

    it("tells the place in the queue", async () => {
      const first = caller.start(url, "/one_by_one", { name: `first ${version}`, seconds: 3 });
      await until(`first ${version}`, "started");
      const second = caller.start(url, "/one_by_one", { name: `second ${version}`, seconds: 0 });
      const third = await eventually("the second job waits", () => {
        const queued = phases(second).find((phase) => phase.kind === "queued");
        assert.ok(queued);
        return caller.start(url, "/one_by_one", { name: `third ${version}`, seconds: 0 });
      });
      await Promise.all([first.returned, second.returned, third.returned]);
      const places = phases(third).flatMap((phase) => (phase.kind === "queued" ? [phase.position] : []));
      assert.deepEqual(places[0], 2);
      assert.deepEqual(phases(third).at(-1), { kind: "running" });
    });

    it("never starts a queued job that was stopped, while others go on", async () => {
      const running = caller.start(url, "/one_by_one", { name: `running ${version}`, seconds: 2 });
      await until(`running ${version}`, "started");
      const queued = caller.start(url, "/one_by_one", { name: `queued ${version}`, seconds: 0 });
      await eventually("it is queued", () => assert.ok(phases(queued).some(({ kind }) => kind === "queued")));
      queued.stop();
      await assert.rejects(queued.returned, { name: "AbortError" });
      assert.deepEqual(await running.returned, [`running ${version}`]);
      // The next one in the queue would have come after it.
      assert.deepEqual(await caller.call(url, "/one_by_one", { name: "after", seconds: 0 }), ["after"]);
      assert.deepEqual(await recorded(`queued ${version}`), []);
    });

    it("stops a job whose number is not known yet", async () => {
      const running = caller.start(url, "/one_by_one", { name: `holding ${version}`, seconds: 2 });
      await until(`holding ${version}`, "started");
      const early = caller.start(url, "/one_by_one", { name: `early ${version}`, seconds: 0 });
      await new Promise((resolve) => setImmediate(resolve));
      early.stop();
      await assert.rejects(early.returned, { name: "AbortError" });
      await running.returned;
      await caller.call(url, "/one_by_one", { name: "after", seconds: 0 });
      assert.deepEqual(await recorded(`early ${version}`), []);
    });

    it("stops a running generator on the server, and only that one", async () => {
      const names = [`stopped ${version}`, `sibling ${version}`];
      const [stopped, sibling] = names.map((name) =>
        caller.start(url, "/stream", { name, count: 20, seconds: 0.15 }),
      ) as [Call, Call];
      await eventually("both give results", () =>
        [stopped, sibling].forEach((call) =>
          assert.ok(call.events.some((event: StepEvent) => event.type === "partial")),
        ),
      );
      stopped.stop();
      await assert.rejects(stopped.returned, { name: "AbortError" });
      assert.match(JSON.stringify(await sibling.returned), /19 20"/);
      // Gradio 4 drops a stopped generator, which Python closes when it collects garbage; the others close it at once.
      if (version === 4) assert.ok(!(await recorded(`stopped ${version}`)).includes("finished"));
      else await until(`stopped ${version}`, "cancelled");
      assert.deepEqual(await recorded(`sibling ${version}`), ["started", "finished"]);
    });

    it("stops an asynchronous generator on the server", async () => {
      const call = caller.start(url, "/stream_async", { name: `async ${version}`, count: 100, seconds: 0.1 });
      await eventually("it gives results", () =>
        assert.ok(call.events.some(({ type }) => type === "partial")),
      );
      call.stop();
      await assert.rejects(call.returned, { name: "AbortError" });
      await until(`async ${version}`, "cancelled");
    });

    it("says that a plain function runs on, whose result is discarded", async () => {
      const call = caller.start(url, "/work", { name: `plain ${version}`, seconds: 1 });
      await until(`plain ${version}`, "started");
      await eventually("it is known to run", () =>
        assert.ok(phases(call).some(({ kind }) => kind === "running")),
      );
      call.stop();
      await assert.rejects(call.returned, { name: "AbortError" });
      const logged = call.events.flatMap((event) => (event.type === "log" ? [event.text] : []));
      assert.match(logged.join(), /'\/work' had started: .* its result is discarded/);
      await until(`plain ${version}`, "finished");
    });
  });
}
