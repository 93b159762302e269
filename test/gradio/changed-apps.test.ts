import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkFile, fixFile } from "../../src/runtime/check/check-file.ts";
import { createLookup } from "../../src/runtime/check/lookup/create.ts";
import { eventually } from "../support/eventually.ts";
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

    for (const endpoint of ["/reverse", "/plain"])
      it(`gives no answer of another function where it changes while ${endpoint} is called`, async function () {
        this.timeout(90_000);
        const [first, second] = await versions();
        let target = first.url;
        const proxy = await startProxy(
          () => target,
          ({ path }) => void (path.includes("queue/join") && (target = second.url)),
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

describe("checks of a workflow whose app changed", () => {
  const dist = fileURLToPath(new URL("../../dist", import.meta.url));
  const code = (url: string, inputs: string) =>
    'import { GradioNode, Graph, gr } from "daggr";\n' +
    `const make = new GradioNode("${url}", { apiName: "/make", inputs: ${inputs}, outputs: { out: gr.Textbox() } });\n` +
    'export default new Graph({ name: "Changed", nodes: [make] });\n';
  let caller: Caller;
  let file: string;
  beforeEach(async () => {
    caller = await startCalling();
    file = join(caller.folder, "workflow.ts");
  });
  afterEach(() => caller.dispose());

  const lookupOf = () =>
    createLookup({
      cache: join(caller.folder, "cache"),
      credentials: {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
      },
      env: { HF_ENDPOINT: "http://127.0.0.1:9", HF_HOME: caller.folder },
    }).lookup;

  it("ask it afresh, so that neither an error nor a safe fix comes from before", async function () {
    this.timeout(90_000);
    let target = (await sharedApp("changing")).url;
    const proxy = await startProxy(() => target);
    try {
      const now = code(proxy.url, '{ prompt: "ab", times: 3 }');
      await writeFile(file, code(proxy.url, '{ text: "ab" }'));
      assert.deepEqual(await checkFile(file, { dist, lookup: lookupOf() }), []);
      target = (await sharedApp("changing", { env: { VERSION: "2" } })).url;
      await writeFile(file, now);
      assert.deepEqual(await checkFile(file, { dist, lookup: lookupOf() }), []);
      assert.deepEqual(await fixFile(file, { dist, lookup: lookupOf() }), { fixed: [], diagnostics: [] });
      assert.equal(await readFile(file, "utf8"), now);
    } finally {
      await proxy.stop();
    }
  });

  it("learn in the editor what a run found", async function () {
    this.timeout(90_000);
    let target = (await sharedApp("changing")).url;
    const proxy = await startProxy(() => target);
    const lookup = lookupOf();
    const names = () => {
      const answer = lookup.space(proxy.url);
      const found = answer.kind === "known" && answer.value.endpoints.find(({ name }) => name === "/make");
      return found && found.parameters.map(({ name }) => name);
    };
    // As the engine tells the language worker.
    caller.services.apis.onChange((space) => lookup.refresh(space));
    try {
      names();
      await lookup.settled();
      assert.deepEqual(names(), ["text"]);
      target = (await sharedApp("changing", { env: { VERSION: "2" } })).url;
      await caller.call(proxy.url, "/reverse", { text: "abc" });
      await eventually("the new parameters are known", () => assert.deepEqual(names(), ["prompt", "times"]));
    } finally {
      await proxy.stop();
    }
  });
});
