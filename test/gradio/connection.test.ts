import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { sharedApp, startApp } from "../support/gradio.ts";
import { freePort } from "../support/ports.ts";
import { serveHttp } from "../hub/http.ts";
import { startProxy, type Fault, type ProxyRequest } from "../hub/proxy.ts";
import { startCalling, type Caller, type CallerOptions } from "./calling.ts";

describe("the connection to a Gradio app", () => {
  const open: { dispose(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.dispose();
  });

  const calling = async (options?: CallerOptions): Promise<Caller> => {
    const caller = await startCalling(options);
    open.push(caller);
    return caller;
  };
  const behind = async (faultOf: (request: ProxyRequest) => Fault | undefined) => {
    const proxy = await startProxy((await sharedApp("core")).url, faultOf);
    open.push({ dispose: () => proxy.stop() });
    return proxy;
  };
  const answering = async (body: unknown, status = 200) => {
    const server = await serveHttp(() => ({ status, body }));
    open.push({ dispose: () => server.stop() });
    return server.url;
  };
  /** The first stream of a job's news gets the fault, later ones go by. */
  const once = (fault: Fault) => {
    let done = false;
    return ({ path }: ProxyRequest) => {
      if (done || !path.includes("/queue/data")) return undefined;
      done = true;
      return fault;
    };
  };

  for (const kind of ["drop", "end"] as const) {
    it(`notices a stream that ${kind === "drop" ? "breaks" : "ends too early"}, and works the next time`, async () => {
      const caller = await calling();
      const { url } = await behind(once({ kind, after: /process_starts/ }));
      const failure = await caller.failure(url, "/work", { seconds: 1 });
      assert.match(failure.message, /^The connection to .* was lost while '\/work' ran: .* may have run it/);
      // It had begun to run, so only the person may start it again.
      assert.equal(failure.transient, false);
      assert.match(failure.help ?? "", /^Run the step again if you want to\./);
      assert.deepEqual(await caller.call(url, "/work", { name: "again", seconds: 0 }), ["again"]);
    });
  }

  it("leaves other jobs alone when one job's stream breaks", async () => {
    const caller = await calling();
    const { url } = await behind(once({ kind: "drop", after: /process_starts/ }));
    const first = caller.start(url, "/work", { name: "first", seconds: 2 });
    await eventually("the first runs", () => assert.ok(first.events.some(({ type }) => type === "phase")));
    const second = caller.start(url, "/work", { name: "second", seconds: 0.5 });
    await assert.rejects(first.returned, /was lost/);
    assert.deepEqual(await second.returned, ["second"]);
  });

  it("notices a stream that falls silent", async () => {
    const caller = await calling({ limits: { silence: 700 } });
    const { url } = await behind(once({ kind: "silence", after: /process_starts/ }));
    const failure = await caller.failure(url, "/work", { seconds: 0.2 });
    // On a slow machine the stream that is asked for again may be silent for too long as well.
    assert.match(
      failure.message,
      /fell silent[.:].* while '\/work' ran.* may have run it|'\/work' ran: it fell silent\..* may have run it/,
    );
    assert.equal(failure.transient, false);
  });

  it("notices an app that never answers: at the connection, at the call, at a file", async () => {
    const caller = await calling({ limits: { silence: 500, answer: 500 } });
    const config = await behind(({ path }) => (path === "/config" ? { kind: "hang" } : undefined));
    assert.match(
      (await caller.failure(config.url, "/echo", { text: "" })).message,
      /could not be reached: it did not answer in time/,
    );
    const join = await behind(({ path }) => (path.includes("/queue/join") ? { kind: "hang" } : undefined));
    assert.match((await caller.failure(join.url, "/echo", { text: "" })).message, /fell silent/);
    const file = await behind(({ path }) => (path.includes("file=") ? { kind: "hang" } : undefined));
    const failure = await caller.failure(file.url, "/make_file", { name: "a.txt", text: "a" });
    assert.match(failure.message, /^The file 'a\.txt' could not be fetched from .*: it fell silent\.$/);
  });

  it("stops at once where the server does not take note", async () => {
    const caller = await calling({ limits: { cancel: 200 } });
    const { url } = await behind(({ path }) => (path.endsWith("/cancel") ? { kind: "hang" } : undefined));
    const call = caller.start(url, "/stream", { count: 20, seconds: 0.1 });
    await eventually("it gives results", () => assert.ok(call.events.some(({ type }) => type === "partial")));
    call.stop();
    await assert.rejects(call.returned, { name: "AbortError" });
  });

  it("says what to do where nothing answers", async () => {
    const caller = await calling();
    const failure = await caller.failure(`http://127.0.0.1:${await freePort()}`, "/echo");
    assert.match(failure.message, /could not be reached: nothing answers at that address\.$/);
    assert.match(failure.help ?? "", /Start the app/);
    assert.equal(failure.transient, true);
  });

  it("takes errors of the server for passing ones, refusals not", async () => {
    const caller = await calling();
    const failing = await behind(({ path }) =>
      path === "/config" ? { kind: "answer", status: 502 } : undefined,
    );
    assert.equal((await caller.failure(failing.url, "/echo")).transient, true);
    const busy = await behind(({ path }) =>
      path.includes("/queue/join") ? { kind: "answer", status: 503, body: "{}" } : undefined,
    );
    const full = await caller.failure(busy.url, "/echo", { text: "" });
    assert.match(full.message, /^The queue of .* is full\.$/);
    assert.equal(full.transient, true);
  });

  it("refuses Gradio 3 and what is no Gradio app, clearly", async () => {
    const caller = await calling();
    const old = await answering({ version: "3.50.2", components: [], dependencies: [], protocol: "ws" });
    assert.match(
      (await caller.failure(old, "/echo")).message,
      /runs Gradio 3\.50\.2; Daggr needs Gradio 4 or newer\.$/,
    );
    const page = await answering("<html>hello</html>");
    assert.match((await caller.failure(page, "/echo")).message, /^No Gradio app answers at /);
    assert.match((await caller.failure(await answering({}, 404), "/echo")).message, /it answered 404/);
    for (const text of ["", "no-slash", "ftp://x/y", "a b/c"]) {
      assert.match((await caller.failure(text, "/echo")).message, /is neither a Space nor an address\.$/);
    }
  });

  it("finds an app again that was started anew with other endpoints", async function () {
    this.timeout(90_000);
    const caller = await calling();
    const port = String(await freePort());
    const first = await startApp("painter", { env: { PORT: port } });
    const url = `http://127.0.0.1:${port}`;
    assert.equal((await caller.services.apis.get(url)).kind, "known");
    assert.match((await caller.failure(url, "/echo")).message, /'\/echo' not found/);
    await first.stop();
    const second = await startApp("core", { env: { PORT: port } });
    try {
      assert.deepEqual(await caller.call(url, "/echo", { text: "new" }), ["new"]);
    } finally {
      await second.stop();
    }
  });

  it("signs in where an app asks for it, with the login of its address", async function () {
    this.timeout(90_000);
    const { url } = await sharedApp("login");
    const asked: string[] = [];
    const login = (password: string) => (origin: string) => {
      asked.push(origin);
      return Promise.resolve({ user: "daggr", password });
    };
    const right = await calling({ credentials: { login: login("open sesame") } });
    assert.deepEqual(await right.call(url, "/secret", { text: "x" }), ["secret x"]);
    assert.deepEqual(await right.call(url, "/secret", { text: "y" }), ["secret y"]);
    assert.deepEqual(asked, [url]);
    const wrong = await (
      await calling({ credentials: { login: login("wrong") } })
    ).failure(url, "/secret", { text: "x" });
    assert.match(wrong.message, /does not accept the user name and password/);
    assert.deepEqual(wrong.signIn, { to: "app", origin: url });
    const none = await (await calling()).failure(url, "/secret", { text: "x" });
    assert.match(none.message, /asks for a user name and a password\.$/);
    assert.deepEqual(none.signIn, { to: "app", origin: url });
  });

  it("follows an address that leads on within its host, and to no other port of this machine", async function () {
    this.timeout(90_000);
    const mounted = await startApp("mounted");
    open.push({ dispose: () => mounted.stop() });
    const door = await startProxy(mounted.url, ({ path }) =>
      path === "/config"
        ? { kind: "answer", status: 307, headers: { location: "/deep/app/config" } }
        : undefined,
    );
    open.push({ dispose: () => door.stop() });
    const caller = await calling();
    const [file] = await caller.call(door.url, "/make_file", { name: "a.txt", text: "moved" });
    assert.equal((await caller.read(file)).toString(), "moved");
    const other = await behind(() => undefined);
    const away = await behind(() => ({
      kind: "answer",
      status: 307,
      headers: { location: `${other.url}/config` },
    }));
    assert.match((await caller.failure(away.url, "/echo")).message, /an address inside your own network/);
    assert.deepEqual(other.requests, []);
  });

  it("works with an app below a path, and for one that is wrong about its own address", async function () {
    this.timeout(90_000);
    const caller = await calling();
    const app = await startApp("core", { env: { GRADIO_ROOT_PATH: "https://elsewhere.example/app" } });
    open.push({ dispose: () => app.stop() });
    assert.deepEqual(await caller.call(app.url, "/echo", { text: "x" }), ["x"]);
    const [file] = await caller.call(app.url, "/make_file", { name: "a.txt", text: "below" });
    assert.equal((await caller.read(file)).toString(), "below");
    const mounted = await startApp("mounted");
    open.push({ dispose: () => mounted.stop() });
    const [other] = await caller.call(`${mounted.url}/deep/app/`, "/make_file", {
      name: "b.txt",
      text: "mounted",
    });
    assert.equal((await caller.read(other)).toString(), "mounted");
    assert.equal(
      (await caller.call(`${mounted.url}/deep/app`, "/file_info", { path: other ?? null })).length,
      1,
    );
  });
});
