import assert from "node:assert/strict";
import { serveHttp, type Ask } from "../hub/http.ts";
import { startProxy, type ProxyRequest } from "../hub/proxy.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller, type CallerOptions } from "./calling.ts";

const password = "open sesame";

/** An address with a login in it. */
function withLogin(url: string, user: string, secret: string): string {
  return url.replace("//", `//${user}:${encodeURIComponent(secret)}@`);
}

for (const version of [6, 5, 4] as const) {
  describe(`an app with a login under Gradio ${version}`, () => {
    let url: string;
    const open: { dispose(): Promise<void> }[] = [];
    before(async function () {
      this.timeout(60_000);
      url = (await sharedApp("login", { version })).url;
    });
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.dispose();
    });

    const calling = async (options?: CallerOptions): Promise<Caller> => {
      const caller = await startCalling(options);
      open.push(caller);
      return caller;
    };

    it("takes the one in its address, which is shown nowhere", async () => {
      const caller = await calling();
      const address = withLogin(url, "daggr", password);
      assert.deepEqual(await caller.call(address, "/secret", { text: "x" }), ["secret x"]);
      const known = await caller.services.apis.get(address);
      assert.ok(known.kind === "known");
      assert.equal(known.api.space, url.replace("//", "//daggr@"));
      // What was learnt with the login is not there without it.
      assert.equal(caller.services.apis.peek(url), undefined);
      const unknown = await caller.failure(address, "/nothing");
      assert.match(
        unknown.message,
        /^API endpoint '\/nothing' not found in 'http:\/\/daggr@127\.0\.0\.1:\d+'\./,
      );
      assert.ok(!JSON.stringify([known, unknown]).includes("sesame"));
    });

    it("takes that of the environment, by its host and port", async () => {
      const { port } = new URL(url);
      const variable = `DAGGR_LOGIN_127_0_0_1_${port}`;
      const right = await calling({ env: { [variable]: `daggr:${password}` } });
      assert.deepEqual(await right.call(url, "/secret", { text: "x" }), ["secret x"]);
      const other = await calling({ env: { DAGGR_LOGIN_127_0_0_1: `daggr:${password}` } });
      const failure = await other.failure(url, "/secret", { text: "x" });
      assert.match(failure.message, /asks for a user name and a password\.$/);
      assert.ok(failure.help?.includes(variable), failure.help);
      const broken = await calling({ env: { [variable]: password } });
      assert.match((await broken.failure(url, "/secret", { text: "x" })).message, /has no colon in it/);
    });

    it("asks to sign in to itself and not to Hugging Face, and keeps accounts apart", async () => {
      const caller = await calling({
        credentials: { login: () => Promise.resolve({ user: "somebody", password: "else" }) },
      });
      const signIn = { to: "app", origin: url };
      for (const [address, message] of [
        [url, /does not accept the user name and password/],
        [withLogin(url, "daggr", "wrong"), /^'http:\/\/daggr@.* does not accept the user name and password/],
        // The password that is known is that of another account.
        [url.replace("//", "//daggr2@"), /asks for a user name and a password\.$/],
      ] as const) {
        const failure = await caller.failure(address, "/secret", { text: "x" });
        assert.match(failure.message, message);
        assert.deepEqual(failure.signIn, signIn);
      }
      assert.deepEqual(await caller.call(withLogin(url, "daggr", password), "/secret", { text: "x" }), [
        "secret x",
      ]);
    });

    it("may be behind a proxy with the same login", async () => {
      const basic = `Basic ${Buffer.from(`daggr:${password}`).toString("base64")}`;
      const gate = await startProxy(url, ({ headers }: ProxyRequest) =>
        headers.authorization === basic
          ? undefined
          : { kind: "answer", status: 401, headers: { "www-authenticate": 'Basic realm="x"' } },
      );
      open.push({ dispose: () => gate.stop() });
      const caller = await calling();
      assert.deepEqual(await caller.call(withLogin(gate.url, "daggr", password), "/secret", { text: "x" }), [
        "secret x",
      ]);
      const wrong = await caller.failure(withLogin(gate.url, "eve", "wrong"), "/secret", { text: "x" });
      assert.match(wrong.message, /^'http:\/\/eve@.* does not accept/);
    });

    it("does not send the login on to where its form leads", async () => {
      const asked: Ask[] = [];
      const other = await serveHttp((ask) => {
        asked.push(ask);
        return { body: {} };
      });
      open.push({ dispose: () => other.stop() });
      const door = await startProxy(url, ({ path }) =>
        path === "/login"
          ? { kind: "answer", status: 307, headers: { location: `${other.url}/login` } }
          : undefined,
      );
      open.push({ dispose: () => door.stop() });
      const failure = await (
        await calling()
      ).failure(withLogin(door.url, "daggr", password), "/secret", { text: "x" });
      assert.match(failure.message, /could not be reached: it leads to another host/);
      assert.deepEqual(asked, []);
    });
  });
}

describe("an app that refuses without a login", () => {
  it("does not ask for an account of Hugging Face where it has nothing to do with it", async () => {
    const caller = await startCalling();
    const server = await serveHttp(() => ({ status: 403, body: "no" }));
    try {
      const failure = await caller.failure(server.url, "/echo");
      assert.match(failure.message, /may not be used: it answered 403\.$/);
      assert.equal(failure.signIn, undefined);
    } finally {
      await server.stop();
      await caller.dispose();
    }
  });
});
