import assert from "node:assert/strict";
import { serveHttp, type HttpServer } from "../../hub/http.ts";
import { startProxy, type Fault, type Proxy } from "../../hub/proxy.ts";

/** The proxy that watches and breaks traffic in other tests. */
describe("the faulty proxy", () => {
  let server: HttpServer;
  const proxies: Proxy[] = [];
  before(async () => {
    server = await serveHttp(({ headers }) => ({
      headers: { "content-type": "text/event-stream" },
      body: events(headers.host ?? ""),
    }));
  });
  after(async () => {
    await Promise.all([server.stop(), ...proxies.map((proxy) => proxy.stop())]);
  });

  async function* events(host: string) {
    yield `host ${host}\n`;
    yield "one\n";
    await new Promise((resolve) => setImmediate(resolve));
    yield "two\n";
  }
  const through = async (fault?: Fault) => {
    const proxy = await startProxy(server.url, () => fault);
    proxies.push(proxy);
    return proxy;
  };

  it("passes answers on under its own name, and records requests", async () => {
    const proxy = await through();
    const text = await (await fetch(`${proxy.url}/path`, { headers: { authorization: "Bearer x" } })).text();
    assert.equal(text, `host ${new URL(proxy.url).host}\none\ntwo\n`);
    assert.equal(proxy.requests[0]?.path, "/path");
    assert.equal(proxy.requests[0]?.headers.authorization, "Bearer x");
  });

  it("answers something else", async () => {
    const proxy = await through({ kind: "answer", status: 429, headers: { "retry-after": "1" } });
    assert.equal((await fetch(proxy.url)).status, 429);
  });

  it("breaks off", async () => {
    const proxy = await through({ kind: "drop", after: /one/ });
    await assert.rejects((await fetch(proxy.url)).text());
  });

  it("ends too early", async () => {
    const proxy = await through({ kind: "end", after: /host/ });
    assert.ok((await (await fetch(proxy.url)).text()).startsWith("host"));
  });

  it("falls silent, or never answers", async () => {
    const silent = await through({ kind: "silence", after: /host/ });
    const response = await fetch(silent.url, { signal: AbortSignal.timeout(300) });
    await assert.rejects(response.text(), { name: "TimeoutError" });
    const mute = await through({ kind: "hang" });
    await assert.rejects(fetch(mute.url, { signal: AbortSignal.timeout(200) }), { name: "TimeoutError" });
  });
});
