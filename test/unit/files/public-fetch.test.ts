import assert from "node:assert/strict";
import dns from "node:dns";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { exchange, type ExchangeOptions } from "../../../src/runtime/files/http/exchange.ts";
import { fetchPublic, type PublicFetchOptions } from "../../../src/runtime/files/public-fetch.ts";
import { isPrivateHost } from "../../../src/runtime/files/private-host.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { listen } from "../../support/ports.ts";

const inside = [
  "localhost",
  "localhost.",
  "a.localhost",
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "017700000001",
  "10.1.2.3",
  "192.168.0.1",
  "172.20.0.1",
  "169.254.169.254",
  "100.100.1.1",
  "224.0.0.1",
  "255.255.255.255",
  "0.0.0.0",
  "[::]",
  "[::1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a00:1]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::1]",
  "[2002:c0a8:1::1]",
  "[2606:4700::5efe:127.0.0.1]",
  "[2001:0:1::1]",
  "[fd00::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "printer",
  "nas.local",
  "host.localdomain",
  "metadata.google.internal",
  "router.home.arpa",
  "home.arpa",
  "app.corp",
];
const outside = [
  "example.com",
  "8.8.8.8",
  "172.32.0.1",
  "[2606:4700::1]",
  "[::ffff:8.8.8.8]",
  "[64:ff9b::808:808]",
  "[2002:808:808::1]",
  "ann-core.hf.space",
  "local.example.com",
];

describe("hosts inside of one's own network", () => {
  it("are told from public ones", () => {
    for (const host of inside) assert.ok(isPrivateHost(host), host);
    for (const host of outside) assert.ok(!isPrivateHost(host), host);
  });
});

describe("a request to an address that somebody else gave", () => {
  const space = "https://ann-core.hf.space";
  interface Sent extends ExchangeOptions {
    readonly at: string;
  }
  /** A network of redirects; what leads nowhere answers. */
  const fetched = async (
    ways: Readonly<Record<string, string>>,
    address: string,
    { status = 302, ...options }: Partial<PublicFetchOptions> & { readonly status?: number } = {},
  ) => {
    const asked: Sent[] = [];
    const response = await fetchPublic(address, { giver: space, maxBytes: 1e6, ...options }, (url, sent) => {
      asked.push({ ...sent, at: url.href });
      const to = ways[url.href];
      return Promise.resolve(
        to === undefined ? new Response(url.href) : new Response(null, { status, headers: { location: to } }),
      );
    }).catch((error: unknown) => error);
    return { asked, content: response instanceof Response ? await response.text() : response, response };
  };

  it("is followed where it leads, and says where it ended", async () => {
    const ways = { [`${space}/a`]: "/b", [`${space}/b`]: "https://files.example/c?d" };
    const { content, response } = await fetched(ways, `${space}/a`);
    assert.equal(content, "https://files.example/c?d");
    assert.equal((response as Response).url, "https://files.example/c?d");
  });

  it("is never sent into the person's own network", async () => {
    for (const host of inside) {
      const at = `http://${host}:8080/x`;
      for (const ways of [
        {},
        { [`${space}/a`]: at },
        { [`${space}/a`]: "/b", [`${space}/b`]: at },
      ] as readonly Readonly<Record<string, string>>[]) {
        const { asked, content } = await fetched(ways, Object.keys(ways)[0] ?? at);
        assert.ok(content instanceof StepError, host);
        assert.match(
          content.message,
          /'ann-core\.hf\.space' led to '.*', which is an address inside your own/,
        );
        assert.equal(asked.length, Object.keys(ways).length, host);
      }
    }
  });

  it("may go to the host and port that the person named, and to no other of their network", async () => {
    const own = "http://127.0.0.1:7860";
    const named = { named: own };
    const same = { [`${own}/a`]: "http://localhost:7860/b" };
    assert.equal((await fetched(same, `${own}/a`, named)).content, "http://localhost:7860/b");
    const secured = { "http://app.corp/a": "https://app.corp/b" };
    const answer = await fetched(secured, "http://app.corp/a", { named: "http://app.corp" });
    assert.equal(answer.content, "https://app.corp/b");
    for (const other of [
      "http://127.0.0.1:7861/",
      "http://10.0.0.1:7860/",
      "http://127.0.0.2:7860/",
      "https://127.0.0.1/",
    ]) {
      const { asked, content } = await fetched({ [`${own}/a`]: other }, `${own}/a`, named);
      assert.ok(content instanceof StepError, other);
      assert.equal(asked.length, 1);
    }
    // From a public one it may not be asked either, once the public one is not what was named.
    const { content } = await fetched({ [`${space}/a`]: `${own}/a` }, `${space}/a`, { named: space });
    assert.ok(content instanceof StepError);
  });

  it("carries secrets to their own host and port only", async () => {
    const secrets = { origin: space, headers: { authorization: "Bearer secret", cookie: "session=secret" } };
    for (const other of [
      "https://other.example/b",
      "https://ann-core.hf.space:8443/b",
      "http://ann-core.hf.space/b",
      "https://ann-core.hf.space.evil.example/b",
    ]) {
      const ways = { [`${space}/a`]: other };
      for (const options of [{ secrets }, { headers: secrets.headers }]) {
        const { asked } = await fetched(ways, `${space}/a`, options);
        assert.equal(asked[0]?.headers.get("authorization"), "Bearer secret");
        assert.equal(asked[1]?.at, other);
        assert.equal(asked[1]?.headers.get("authorization"), null, other);
        assert.equal(asked[1]?.headers.get("cookie"), null, other);
      }
    }
    const back = { [`${space}/a`]: "https://other.example/b", "https://other.example/b": `${space}/c` };
    const { asked } = await fetched(back, `${space}/a`, { secrets });
    assert.deepEqual(
      asked.map(({ headers }) => headers.get("authorization")),
      ["Bearer secret", null, "Bearer secret"],
    );
  });

  it("keeps its method and body where the status says so", async () => {
    for (const [status, method, body] of [
      [302, "GET", undefined],
      [303, "GET", undefined],
      [307, "POST", "data"],
      [308, "POST", "data"],
    ] as const) {
      const { asked } = await fetched({ [`${space}/a`]: "/b" }, `${space}/a`, {
        status,
        method: "POST",
        body: "data",
      });
      assert.deepEqual([asked[1]?.method, asked[1]?.body], [method, body]);
    }
  });

  it("is given up where it leads nowhere", async () => {
    const circle = await fetched({ [`${space}/a`]: "/a" }, `${space}/a`);
    assert.match(String(circle.content), /sent on more than 20 times/);
    for (const nowhere of ["file:///etc/passwd", "data:,x", "javascript:0", "http://", "//"])
      assert.match(
        String((await fetched({ [`${space}/a`]: nowhere }, `${space}/a`)).content),
        /it leads to '/,
      );
  });
});

describe("a request by HTTP", () => {
  const servers: { stop(): Promise<void> }[] = [];
  const original = dns.lookup;
  afterEach(async () => {
    dns.lookup = original;
    for (const one of servers.splice(0)) await one.stop();
  });

  const serve = async (answer: Parameters<typeof createServer>[1]) => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.headers.host}${request.url}`);
      answer?.(request, response);
    });
    const port = await listen(server);
    servers.push({
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    });
    return { port, requests, url: `http://127.0.0.1:${port}` };
  };
  /** From now on the names lead to these addresses, one after the other. */
  const names = (book: Readonly<Record<string, readonly string[]>>) => {
    let asked = 0;
    dns.lookup = ((name: string, _options: unknown, done: (error: null, found: unknown) => void) => {
      const given = book[name] ?? [];
      const address = given[Math.min(asked++, given.length - 1)] ?? "";
      done(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
    }) as typeof dns.lookup;
  };

  it("connects to no private address that a public name leads to", async () => {
    const { port, requests } = await serve((_request, response) => response.end("here"));
    for (const address of ["127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "64:ff9b::7f00:1"]) {
      names({ "app.example": [address] });
      const at = `http://app.example:${port}/`;
      await assert.rejects(fetchPublic(at, { maxBytes: 100 }), /is an address inside your own network/);
    }
    assert.deepEqual(requests, []);
  });

  it("stays with a name that was public when it was named", async () => {
    const { port, requests } = await serve((_request, response) => response.end("here"));
    const named = `http://turning.example:${port}/`;
    names({ "turning.example": ["192.0.2.1", "127.0.0.1"] });
    const first = { named, maxBytes: 100, signal: AbortSignal.timeout(50) };
    await assert.rejects(fetchPublic(named, first));
    await assert.rejects(fetchPublic(named, { named, maxBytes: 100 }), /inside your own network/);
    assert.deepEqual(requests, []);
    // One that was in the person's network from the start is theirs.
    const intranet = `http://intranet.example:${port}/`;
    names({ "intranet.example": ["127.0.0.1"] });
    assert.equal(await (await fetchPublic(intranet, { named: intranet, maxBytes: 100 })).text(), "here");
  });

  it("does not give a connection of the person's network to somebody else", async () => {
    const { port, requests } = await serve((_request, response) => response.end("here"));
    names({ "shared.example": ["127.0.0.1"] });
    const url = new URL(`http://shared.example:${port}/`);
    const options = { method: "GET", headers: new Headers(), maxBytes: 100 };
    assert.equal(await (await exchange(url, { ...options, reach: "named" })).text(), "here");
    await assert.rejects(exchange(url, { ...options, reach: "public" }), { name: "PrivateHostError" });
    assert.equal(requests.length, 1);
  });

  it("counts bytes after they were decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    const answer = await fetchPublic(url, { named: url, maxBytes: 1024 * 1024 });
    await assert.rejects(answer.text(), /it sent more than 1 MB, the most that Daggr takes/);
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });

  it("ends with its signal: before the answer, and in the middle of it", async () => {
    const { url } = await serve((request, response) => {
      if (request.url === "/late") response.write("a");
    });
    for (const path of ["/never", "/late"]) {
      const stop = new AbortController();
      const answered = fetchPublic(url + path, { named: url, maxBytes: 100, signal: stop.signal });
      const text = answered.then((answer) => answer.text());
      if (path === "/late") await answered;
      stop.abort(new Error("enough"));
      await assert.rejects(text, /enough/);
    }
  });

  it("sends forms, with names that cannot end their header", async () => {
    const { url } = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        response
          .writeHead(200, { "x-type": request.headers["content-type"] ?? "" })
          .end(Buffer.concat(parts));
      });
    });
    const form = new FormData();
    form.append("files", new File(["content"], 'a"\r\nX: y.txt', { type: "text/plain" }));
    form.append("note", "žluť");
    const answer = await fetchPublic(url, { named: url, maxBytes: 1e6, method: "POST", body: form });
    const again = new Response(await answer.text(), {
      headers: { "content-type": answer.headers.get("x-type") ?? "" },
    });
    const read = await again.formData();
    assert.equal(read.get("note"), "žluť");
    assert.equal(await (read.get("files") as File).text(), "content");
    assert.match((read.get("files") as File).name, /^a"(%0D%0A|\r\n)X: y\.txt$/);
  });
});
