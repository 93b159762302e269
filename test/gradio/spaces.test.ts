import assert from "node:assert/strict";
import { sharedApp } from "../support/gradio.ts";
import { startHub, testToken, type LocalHub } from "../support/hub.ts";
import { startProxy, type Proxy } from "../hub/proxy.ts";
import { startCalling, type Caller } from "./calling.ts";

describe("Spaces by their names on the Hub", () => {
  let hub: LocalHub;
  let url: string;
  let caller: Caller;
  let stranger: Caller;
  const proxies: Proxy[] = [];

  before(async () => {
    url = (await sharedApp("core")).url;
    hub = await startHub({
      "ann/core": { url, sha: "a".repeat(40) },
      "ann/paused": { url, stage: "PAUSED" },
      "ann/stopped": { url, stage: "STOPPED" },
      "ann/broken": { url, stage: "BUILD_ERROR", errorMessage: "No module named 'cheese'" },
      "ann/static": { url, sdk: "static" },
      "ann/new": {},
    });
    const huggingFaceToken = () => Promise.resolve(testToken);
    const limits = { wakePoll: 50 };
    caller = await startCalling({ env: hub.env, credentials: { huggingFaceToken }, limits });
    stranger = await startCalling({ env: hub.env, limits });
  });
  after(async () => {
    await caller.dispose();
    await stranger.dispose();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await hub.stop();
  });

  const watched = async (target: string) => {
    const proxy = await startProxy(target);
    proxies.push(proxy);
    return proxy;
  };

  it("calls a Space by its name, by its page, and by the public Hub's spelling of it", async () => {
    for (const space of [
      "ann/core",
      `${hub.url}/spaces/ann/core`,
      "https://huggingface.co/spaces/ann/core",
    ]) {
      assert.deepEqual(await stranger.call(space, "/echo", { text: space }), [space]);
    }
  });

  it("tells the commit that answered, and the host without asking it", async () => {
    const node = {
      kind: "gradio",
      space: "ann/core",
      apiName: "/echo",
      outputs: [],
      hasPostprocess: false,
    } as never;
    assert.equal(await caller.services.commitOf(node), "a".repeat(40));
    assert.equal(await caller.services.hostOf(node), new URL(url).host);
    const result = await caller.services.callSpace(
      node,
      { text: "" },
      { signal: new AbortController().signal, emit: () => {} },
    );
    assert.equal(result.commit, "a".repeat(40));
  });

  it("says of each Space that can't be called why, and what to do", async () => {
    const failure = (space: string) => stranger.failure(space, "/echo", { text: "" });
    assert.match(
      (await failure("ann/paused")).message,
      /^The Space "ann\/paused" was paused by its owner\.$/,
    );
    assert.match((await failure("ann/paused")).help ?? "", /duplicate/);
    assert.match((await failure("ann/stopped")).message, /is stopped\.$/);
    assert.match((await failure("ann/broken")).message, /does not run: No module named 'cheese'\.$/);
    assert.match((await failure("ann/static")).message, /is a static app, not a Gradio app/);
    assert.match((await failure("ann/new")).message, /does not tell where the Space "ann\/new" answers/);
    const missing = await failure("ann/missing");
    assert.match(
      missing.message,
      /^The Space "ann\/missing" is not on the Hugging Face Hub, or it is private/,
    );
    assert.equal((await failure("ann/broken")).link?.url, `${hub.url}/spaces/ann/broken`);
  });

  it("sends the token to the Hub and to the Space's own host, files included, and nowhere else", async () => {
    const space = await watched(url);
    hub.spaces.set("ann/watched", { url: space.url });
    const [file] = await caller.call("ann/watched", "/make_file", { name: "a.txt", text: "a" });
    await caller.call("ann/watched", "/file_info", { path: file ?? null });
    assert.ok(space.requests.some(({ path }) => path.includes("file=")));
    assert.ok(space.requests.some(({ path }) => path.includes("/upload")));
    for (const { headers, path } of space.requests)
      assert.equal(headers.authorization, `Bearer ${testToken}`, path);

    const other = await watched(url);
    await caller.call(other.url, "/echo", { text: "x" });
    assert.ok(other.requests.length > 2);
    for (const { headers, path } of other.requests) assert.equal(headers.authorization, undefined, path);
  });

  it("uses a private Space with the token, and says what is wrong without it", async () => {
    await hub.addPrivateSpace("ann/private", url);
    const [file] = await caller.call("ann/private", "/make_file", { name: "secret.txt", text: "secret" });
    assert.equal((await caller.read(file)).toString(), "secret");
    const failure = await stranger.failure("ann/private", "/echo", { text: "" });
    assert.match(failure.message, /or it is private and you are not signed in\.$/);
    assert.deepEqual(failure.signIn, { to: "hugging-face" });
  });

  it("wakes a sleeping Space, says so, and waits", async () => {
    await hub.addSleepingSpace("ann/sleepy", url, 300);
    const call = stranger.start("ann/sleepy", "/echo", { text: "awake" });
    assert.deepEqual(await call.returned, ["awake"]);
    const told = call.events.flatMap((event) =>
      event.type === "phase" && event.phase.kind === "waking" ? [event.phase.text] : [],
    );
    assert.ok(told.includes("The Space is starting."), told.join());
  });

  it("can be stopped while a Space wakes, and gives up in the end", async () => {
    await hub.addSleepingSpace("ann/heavy", url, 60_000);
    const call = stranger.start("ann/heavy", "/echo", { text: "" });
    const other = stranger.start("ann/heavy", "/echo", { text: "" });
    call.stop();
    await assert.rejects(call.returned, { name: "AbortError" });
    other.stop();
    await assert.rejects(other.returned, { name: "AbortError" });
    const impatient = await startCalling({ env: hub.env, limits: { wakePoll: 20, wake: 100 } });
    try {
      assert.match((await impatient.failure("ann/heavy", "/echo")).message, /did not wake within/);
    } finally {
      await impatient.dispose();
    }
  });

  it("remembers an API on disk, for whoever comes next, and forgets it when told", async () => {
    const known = await stranger.services.apis.get("ann/core");
    assert.equal(known.kind, "known");
    const missing = await stranger.services.apis.get("ann/missing");
    assert.match(missing.kind === "unknown" ? missing.failure.message : "", /is not on the Hugging Face Hub/);
    hub.spaces.delete("ann/core");
    try {
      assert.equal((await stranger.services.apis.get("ann/core")).kind, "known");
      assert.equal((await stranger.services.apis.get("ann/core", { fresh: true })).kind, "unknown");
      await stranger.services.forget({ cache: true });
      assert.equal(stranger.services.apis.peek("ann/core"), undefined);
      assert.equal((await stranger.services.apis.get("ann/core")).kind, "unknown");
    } finally {
      hub.spaces.set("ann/core", { url });
    }
  });
});
