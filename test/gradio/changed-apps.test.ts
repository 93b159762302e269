import assert from "node:assert/strict";
import { startApp, sharedApp } from "../support/gradio.ts";
import { freePort } from "../support/ports.ts";
import { startProxy } from "../hub/proxy.ts";
import { startCalling, type Caller } from "./calling.ts";

/** A developer restarts an app with another endpoint above those that were there, so that all later ones get other numbers. */
for (const version of [6, 5, 4] as const) {
  describe(`an app that changes under Gradio ${version}`, () => {
    let caller: Caller;

    beforeEach(async () => (caller = await startCalling()));
    afterEach(() => caller.dispose());

    const versions = async () =>
      Promise.all([
        sharedApp("changing", { version }),
        sharedApp("changing", { version, env: { VERSION: "2" } }),
      ]);

    it("answers for the function that was called, in calls with and without a queue", async function () {
      this.timeout(90_000);
      const port = String(await freePort());
      const env = { PORT: port };
      const url = `http://127.0.0.1:${port}`;
      const first = await startApp("changing", { version, env });
      try {
        assert.deepEqual(await caller.call(url, "/reverse", { text: "abc" }), ["cba"]);
        assert.deepEqual(await caller.call(url, "/make", { text: "abc" }), ["made abc"]);
      } finally {
        await first.stop();
      }
      const second = await startApp("changing", { version, env: { ...env, VERSION: "2" } });
      try {
        assert.deepEqual(await caller.call(url, "/reverse", { text: "abc" }), ["cba"]);
        assert.deepEqual(await caller.call(url, "/plain", { text: "abc" }), ["cba"]);
        assert.deepEqual(await caller.call(url, "/make", { prompt: "ab", times: 3 }), ["ababab"]);
      } finally {
        await second.stop();
      }
    });

    for (const [endpoint, join] of [
      ["/reverse", /queue\/join/],
      ["/plain", /\/run\//],
    ] as const)
      it(`gives no answer of another function where it changes while ${endpoint} is called`, async function () {
        this.timeout(90_000);
        const [first, second] = await versions();
        let target = first.url;
        const proxy = await startProxy(
          () => target,
          ({ path }) => void (join.test(path) && (target = second.url)),
        );
        try {
          const failure = await caller.failure(proxy.url, endpoint, { text: "abc" });
          assert.match(failure.message, /was replaced by another version of it while/);
          assert.notEqual(failure.transient, true);
          assert.deepEqual(await caller.call(proxy.url, endpoint, { text: "abc" }), ["cba"]);
        } finally {
          await proxy.stop();
        }
      });

    it("takes the answer of an equal app in its place, such as another replica of a Space", async function () {
      this.timeout(90_000);
      const [first] = await versions();
      const twin = await startApp("changing", { version });
      let target = first.url;
      const proxy = await startProxy(
        () => target,
        ({ path }) => void (path.includes("queue/join") && (target = twin.url)),
      );
      try {
        assert.deepEqual(await caller.call(proxy.url, "/reverse", { text: "abc" }), ["cba"]);
      } finally {
        await proxy.stop();
        await twin.stop();
      }
    });

    it("is remembered as it is now, once it was called", async function () {
      this.timeout(90_000);
      const [first, second] = await versions();
      let target = first.url;
      const proxy = await startProxy(() => target);
      const changed: string[] = [];
      caller.services.apis.onChange((space) => void changed.push(space));
      const parameters = () =>
        caller.services.apis
          .peek(proxy.url)
          ?.api.endpoints.find(({ name }) => name === "/make")
          ?.parameters.map(({ name }) => name);
      try {
        await caller.services.apis.get(proxy.url);
        assert.deepEqual(parameters(), ["text"]);
        target = second.url;
        await caller.call(proxy.url, "/reverse", { text: "abc" });
        assert.deepEqual(parameters(), ["prompt", "times"]);
        assert.deepEqual(changed, [proxy.url, proxy.url]);
      } finally {
        await proxy.stop();
      }
    });
  });
}
