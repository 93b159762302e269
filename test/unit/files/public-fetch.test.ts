import assert from "node:assert/strict";
import { fetchPublic } from "../../../src/runtime/files/public-fetch.ts";
import { isPrivateHost } from "../../../src/runtime/files/private-host.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";

describe("hosts inside of one's own network", () => {
  it("are told from public ones", () => {
    for (const host of [
      "localhost",
      "localhost.",
      "127.0.0.1",
      "10.1.2.3",
      "192.168.0.1",
      "172.20.0.1",
      "169.254.169.254",
      "0.0.0.0",
      "[::]",
      "[::1]",
      "[::ffff:7f00:1]",
      "[fd00::1]",
      "printer",
      "nas.local",
    ]) {
      assert.ok(isPrivateHost(host), host);
    }
    for (const host of ["example.com", "8.8.8.8", "172.32.0.1", "[2606:4700::1]", "ann-core.hf.space"])
      assert.ok(!isPrivateHost(host), host);
  });
});

describe("a file whose address somebody else gave", () => {
  const space = "https://ann-core.hf.space";
  /** A network of redirects; what leads nowhere has the file. */
  const fetched = async (ways: Readonly<Record<string, string>>, address: string, origin = space) => {
    const asked: string[] = [];
    const response = await fetchPublic(address, origin, (at) => {
      asked.push(at);
      const to = ways[at];
      return Promise.resolve(
        to === undefined ? new Response(at) : new Response(null, { status: 302, headers: { location: to } }),
      );
    }).catch((error: unknown) => error);
    return { asked, content: response instanceof Response ? await response.text() : response };
  };

  it("is followed where it leads", async () => {
    const ways = { [`${space}/a`]: "/b", [`${space}/b`]: "https://files.example/c?d" };
    assert.equal((await fetched(ways, `${space}/a`)).content, "https://files.example/c?d");
  });

  it("is never fetched from inside the person's own network", async () => {
    for (const inside of [
      "http://127.0.0.1:8080/x",
      "http://localhost./x",
      "http://[::]/x",
      "http://nas/x",
    ]) {
      const led: readonly Readonly<Record<string, string>>[] = [
        {},
        { [`${space}/a`]: inside },
        { [`${space}/a`]: "/b", [`${space}/b`]: inside },
      ];
      for (const ways of led) {
        const { asked, content } = await fetched(ways, Object.keys(ways)[0] ?? inside);
        assert.ok(content instanceof StepError, inside);
        assert.match(
          content.message,
          /'ann-core\.hf\.space' gave a file at '.*', an address inside your own/,
        );
        assert.ok(!asked.includes(inside), inside);
      }
    }
  });

  it("may be there for an app that is there itself", async () => {
    const own = "http://127.0.0.1:7860";
    const ways = { [`${own}/a`]: "http://localhost:9000/b" };
    assert.equal((await fetched(ways, `${own}/a`, own)).content, "http://localhost:9000/b");
  });

  it("is given up where it leads nowhere", async () => {
    const circle = await fetched({ [`${space}/a`]: "/a" }, `${space}/a`);
    assert.match(String(circle.content), /sent on more than 20 times/);
    const local = await fetched({ [`${space}/a`]: "file:///etc/passwd" }, `${space}/a`);
    assert.match(String(local.content), /leads to 'file:/);
  });
});
