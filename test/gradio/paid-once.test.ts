import assert from "node:assert/strict";
import { withRetries } from "../../src/runtime/run/step/retries.ts";
import type { Values } from "../../src/runtime/values/value.ts";
import type { StepFailure } from "../../src/runtime/failures/failure.ts";
import { StepError } from "../../src/runtime/failures/failure.ts";
import { sharedApp } from "../support/gradio.ts";
import { startProxy, type Fault, type ProxyRequest } from "../hub/proxy.ts";
import { startCalling, type Caller } from "./calling.ts";

/** A job may cost money, so nothing that fails after it began may start it again by itself. */
for (const version of [6, 5, 4] as const) {
  describe(`a job under Gradio ${version} is started once`, () => {
    let caller: Caller;
    let url: string;

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling({ limits: { silence: 3_000, resume: 100 } });
      url = (await sharedApp("core", { version })).url;
    });
    after(() => caller.dispose());

    /** Calls as a run does, with its retries. */
    const called = async (apiName: string, faultOf: (request: ProxyRequest) => Fault | undefined) => {
      const proxy = await startProxy(url, faultOf);
      try {
        const inputs: Values =
          apiName === "/work" ? { name: "once", seconds: 0.5 } : { name: "a.txt", text: "a" };
        const context = { signal: new AbortController().signal, emit: () => {} };
        const outcome = await withRetries(context, () => caller.call(proxy.url, apiName, inputs)).catch(
          (error: unknown): StepFailure => {
            if (error instanceof StepError) return error.failure;
            throw error;
          },
        );
        const jobs = proxy.requests.filter(({ path }) => path.includes("/queue/join")).length;
        const streams = proxy.requests.filter(({ path }) => path.includes("/queue/data")).length;
        const fetched = proxy.requests.filter(({ path }) => path.includes("file=")).length;
        return { outcome, jobs, streams, fetched };
      } finally {
        await proxy.stop();
      }
    };

    for (const status of [401, 403, 404, 410])
      it(`where its file is refused with ${status}, which is final`, async () => {
        const { outcome, jobs, fetched } = await called("/make_file", ({ path }) =>
          path.includes("file=") ? { kind: "answer", status } : undefined,
        );
        assert.match((outcome as StepFailure).message, new RegExp(`it answered ${status}`));
        assert.deepEqual({ jobs, fetched }, { jobs: 1, fetched: 1 });
      });

    for (const status of [401, 403, 404, 410])
      it(`where the app refuses it, or its news, with ${status}, which is final`, async () => {
        const join = await called("/work", ({ path }) =>
          path.includes("/queue/join") ? { kind: "answer", status } : undefined,
        );
        assert.match(
          (join.outcome as StepFailure).message,
          new RegExp(`did not take the call: it answered ${status}\\.$`),
        );
        assert.equal(join.jobs, 1);
        const news = await called("/work", ({ path }) =>
          path.includes("/queue/data") ? { kind: "answer", status } : undefined,
        );
        assert.match(
          (news.outcome as StepFailure).message,
          new RegExp(`it answered ${status} to the request for news`),
        );
        assert.deepEqual([news.jobs, news.streams], [1, 1]);
      });

    it("where its file comes at the third try: only the download is tried again", async () => {
      let tries = 0;
      const { outcome, jobs, fetched } = await called("/make_file", ({ path }) => {
        if (!path.includes("file=")) return undefined;
        tries += 1;
        return tries < 3 ? { kind: "answer", status: 502 } : undefined;
      });
      assert.ok(Array.isArray(outcome));
      assert.deepEqual({ jobs, fetched }, { jobs: 1, fetched: 3 });
    });

    for (const kind of ["drop", "end", "silence"] as const)
      it(`where its stream has a ${kind} after it began: the app is asked, and has forgotten it`, async () => {
        const { outcome, jobs, streams } = await called("/work", ({ path }) =>
          path.includes("/queue/data") ? { kind, after: /process_starts/ } : undefined,
        );
        const { message, again } = outcome as StepFailure;
        assert.match(
          message,
          /may have run it to its end all the same, and does not tell its result any more\.$/,
        );
        assert.deepEqual(again, []);
        assert.equal(jobs, 1);
        assert.ok(streams > 1);
      });

    for (const status of [500, 502, 503])
      it(`where its news come at the third try, after ${status}`, async () => {
        let tries = 0;
        const { outcome, jobs } = await called("/work", ({ path }) => {
          if (!path.includes("/queue/data")) return undefined;
          tries += 1;
          return tries < 3 ? { kind: "answer", status } : undefined;
        });
        assert.deepEqual(outcome, ["once"]);
        assert.equal(jobs, 1);
      });

    for (const instead of ["drop", 502, 504, "hang"] as const)
      it(`where its receipt is lost (${instead}): its news tell of it`, async () => {
        const { outcome, jobs } = await called("/work", ({ path }) =>
          path.includes("/queue/join") ? { kind: "lost", instead } : undefined,
        );
        assert.deepEqual(outcome, ["once"]);
        assert.equal(jobs, 1);
      });

    it("where neither its receipt nor news of it come", async () => {
      const { outcome, jobs } = await called("/work", ({ path }) =>
        path.includes("/queue/join") ? { kind: "hang" } : undefined,
      );
      const { message, again } = outcome as StepFailure;
      assert.match(message, /was lost while '\/work' ran: it fell silent\. The app may have run it/);
      assert.deepEqual(again, []);
      assert.equal(jobs, 1);
    });
  });
}
