import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { eventually } from "../../../support/eventually.ts";
import { isAlive } from "../../../support/processes.ts";
import { RawCanvas } from "../../../support/raw-canvas.ts";
import { Served } from "../../../support/served.ts";
import { raw, workflow } from "./support.ts";

describe("a served workflow to whoever is on this machine", function () {
  this.timeout(60_000);

  let served: Served;
  before(async () => {
    served = await Served.start({ workflow });
  });
  after(() => served?.stop());

  it("gives its page, by a policy that lets nothing foreign in", async () => {
    const response = await fetch(served.address);
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.match(html, /connect-src 'self'/);
    assert.match(html, /default-src 'none'/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("content-security-policy"), "frame-ancestors 'self'");
  });

  for (const [what, headers] of [
    ["a foreign name", "Host: evil.example"],
    ["a page of another site", "Host: HOST\nOrigin: https://evil.example"],
    ["a page in a closed frame", "Host: HOST\nOrigin: null"],
  ] as const) {
    const given = () => headers.replace("HOST", new URL(served.origin).host);

    it(`refuses ${what} before it reads a body`, async () => {
      const answer = await raw(
        served.origin,
        `POST /login HTTP/1.1\n${given()}\nContent-Length: 1000000\nContent-Type: application/json\n\n`,
      );
      assert.match(answer, /^HTTP\/1\.1 403/);
    });

    it(`makes ${what} no WebSocket`, async () => {
      const answer = await raw(
        served.origin,
        `GET /canvas HTTP/1.1\n${given()}\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\n\n`,
      );
      assert.match(answer, /^HTTP\/1\.1 403/);
    });
  }

  for (const [path, host] of [
    ["//", "evil.example"],
    ["//", "HOST"],
    ["http://[", "HOST"],
  ] as const) {
    it(`closes the socket of an upgrade to '${path}' by ${host}, whoever keeps it open`, async () => {
      const { port } = new URL(served.origin);
      const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
      const name = host.replace("HOST", new URL(served.origin).host);
      socket.resume();
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
      await once(socket, "end");
      socket.destroy();
    });
  }

  it("takes a file of a page by a request of its own, and gives its reference, to be read", async () => {
    const response = await fetch(`${served.origin}/canvas/file?name=..%2Fa%20file.txt`, {
      method: "POST",
      body: "a text",
    });
    const file = (await response.json()) as { $file: string; name: string; size: number };
    assert.deepEqual([response.status, file.name, file.size], [200, "a file.txt", 6]);
    const address = `${served.origin}/media/${file.$file.slice(0, 2)}/${file.$file}/a%20file.txt`;
    assert.equal(await (await fetch(address)).text(), "a text");
  });

  it("says what there is not, as JSON", async () => {
    const response = await fetch(`${served.origin}/nothing`);
    assert.deepEqual(
      [response.status, await response.json()],
      [404, { error: "There is nothing at /nothing." }],
    );
  });

  it("opens no graph that the file does not have, whatever a page asks for: each would have a process of its own", async () => {
    const processes = () => new Set(served.log().match(/process \d+/g)).size;
    await eventually("the workflow is loaded", () => assert.equal(processes(), 1));
    for (const name of ["Nothing", "loud", "Loud\0", '["Loud"]', "null", "__proto__", ""]) {
      const canvas = await RawCanvas.open(served.origin, "", `?graph=${encodeURIComponent(name)}`);
      canvas.send({ type: "load" });
      await eventually("it shows the graph of the file", () =>
        assert.equal(canvas.state?.graph?.name, "Loud"),
      );
      canvas.close();
    }
    assert.equal(processes(), 1);
  });

  it("offers no visitor to write a test beside the workflow, and writes none", async () => {
    const canvas = await RawCanvas.open(served.origin);
    const messages = () => canvas.messages as { type: string; without?: string[]; message?: string }[];
    assert.ok(messages().some(({ without }) => without?.includes("save-as-test")));
    canvas.send({ type: "save-as-test" });
    await eventually("it is refused", () =>
      assert.ok(messages().some(({ message }) => message?.includes("in VS Code only"))),
    );
    canvas.close();
  });

  it("lets nobody on the way keep an exported sheet", async () => {
    const canvas = await RawCanvas.open(served.origin);
    canvas.send({ type: "run-all", forced: false });
    await eventually("it has run", () => assert.match(JSON.stringify(canvas.messages), /"SOME WORDS"/));
    for (const type of ["export-sheet", "export-page"]) {
      canvas.send({ type });
      const action = await eventually("the page is told where it is", () => {
        const messages = canvas.messages as { action?: { address: string } }[];
        const told = messages.find((message) => message.action);
        assert.ok(told?.action);
        return told.action;
      });
      const answer = await fetch(`${served.origin}/${action.address}`);
      assert.deepEqual([answer.status, answer.headers.get("cache-control")], [200, "no-store"]);
      assert.match(answer.headers.get("content-disposition") ?? "", /^attachment/);
      canvas.messages.length = 0;
      await answer.arrayBuffer();
    }
    canvas.close();
  });

  it("ends at Ctrl-C with all of its processes", async () => {
    await eventually("the workflow is loaded", () => assert.match(served.log(), /process \d+/));
    const [, pid = ""] = /process (\d+)/.exec(served.log()) ?? [];
    assert.ok(isAlive(Number(pid)));
    await served.stop();
    assert.match(served.log(), /"event": ?"stopped"/);
    await eventually("its process is gone", () => assert.ok(!isAlive(Number(pid))));
  });
});
