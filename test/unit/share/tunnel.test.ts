import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import { eventually } from "../../support/eventually.ts";
import { Sharing } from "./support/sharing.ts";
import { begin } from "../../support/share-server/visitor.ts";

describe("a tunnel", () => {
  let sharing: Sharing;

  beforeEach(async () => {
    sharing = await Sharing.start();
  });

  afterEach(() => sharing.stop());

  it("leads a public address to the local port", async () => {
    assert.match(sharing.tunnel.address, /^https:\/\/[0-9a-f]{18}\.gradio\.test$/);
    const { status, body } = await sharing.visit("/hello");
    assert.deepEqual([status, String(body)], [200, "You asked for /hello."]);
  });

  it("carries 8 MiB in both directions unchanged", async () => {
    const bytes = randomBytes(8 * 1024 * 1024);
    const { headers, body } = await sharing.visit("/bytes", bytes);
    assert.equal(headers["x-sha256"], createHash("sha256").update(bytes).digest("hex"));
    assert.ok(body.equals(bytes));
  });

  it("passes events on while the stream is open, and the visitor's leaving", async () => {
    const events = await begin(sharing.standIn.publicPort, sharing.tunnel.address, "/events");
    let text = "";
    events.on("data", (part: Buffer) => (text += String(part)));
    await eventually("the stream begins", () => assert.match(text, /: open/));
    for (const word of ["one", "two"]) {
      sharing.local.sendEvent(word);
      await eventually("an event arrives", () => assert.match(text, new RegExp(`data: ${word}\n\n$`)));
    }
    events.destroy();
    await eventually("the local server notices", () => assert.equal(sharing.local.connections(), 0));
  });

  it("carries a WebSocket", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${sharing.standIn.publicPort}/`, {
      headers: { host: new URL(sharing.tunnel.address).host },
    });
    await once(socket, "open");
    for (const message of [Buffer.from("text"), randomBytes(1024 * 1024)]) {
      socket.send(message);
      const [echo] = (await once(socket, "message")) as [Buffer];
      assert.ok(echo.equals(message));
    }
    socket.close();
    await once(socket, "close");
  });

  it("answers 20 requests side by side, each its own", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => String((await sharing.visit(`/${number}`)).body)),
    );
    assert.deepEqual(
      answers,
      answers.map((_, number) => `You asked for /${number}.`),
    );
  });

  it("gives every visitor a turn while one downloads", async () => {
    const bytes = randomBytes(8 * 1024 * 1024);
    const download = await begin(sharing.standIn.publicPort, sharing.tunnel.address, "/bytes", bytes);
    // The large answer is not read: its stream is stopped by its window, and others go on.
    assert.equal((await sharing.visit("/hello")).status, 200);
    let length = 0;
    for await (const part of download) length += (part as Buffer).length;
    assert.equal(length, bytes.length);
  });

  it("ends the visits while the local server is gone, and stays open", async () => {
    await sharing.local.stop();
    await assert.rejects(sharing.visit("/hello"), { code: "ECONNRESET" });
    assert.deepEqual(sharing.ended, []);
    assert.equal(sharing.standIn.clients.size, 1);
  });

  it("leaves nothing open when it is closed", async () => {
    const visits = await Promise.all(
      Array.from({ length: 3 }, () => begin(sharing.standIn.publicPort, sharing.tunnel.address, "/events")),
    );
    for (const visit of visits) visit.on("error", () => {}).resume();
    await eventually("three visitors are there", () => assert.equal(sharing.local.connections(), 3));
    await sharing.tunnel.close();
    await eventually("the local server has no connection", () =>
      assert.equal(sharing.local.connections(), 0),
    );
    await eventually("the share server has no connection", () =>
      assert.equal(sharing.standIn.connections, 0),
    );
    assert.deepEqual([sharing.ended, sharing.reopened], [[], []]);
    assert.equal((await sharing.visit("/hello")).status, 404);
  });
});
