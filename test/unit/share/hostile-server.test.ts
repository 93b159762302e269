import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { openTunnel } from "../../../src/server/share/tunnel.ts";
import { eventually } from "../../support/eventually.ts";
import { listen } from "../../support/ports.ts";
import { frpMessage } from "../../support/share-server/frp-crypto.ts";
import { tlsServer } from "../../support/share-server/tls-after-byte.ts";
import { frame } from "../../support/share-server/yamux-server.ts";
import { hurried, serverAt, Sharing } from "./support/sharing.ts";

const [data, windowUpdate, ping, goAway] = [0, 1, 2, 3];
const [syn, ack] = [1, 2];

function withLength(letter: string, length: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.write(letter);
  bytes.writeBigInt64BE(length, 1);
  return bytes;
}

/** Bytes that a random number decides, so that a failure can be repeated. */
function noise(seed: number): Buffer {
  return Buffer.concat(
    Array.from({ length: 40 }, (_, at) => createHash("sha256").update(`${seed} ${at}`).digest()),
  );
}

/** What a server may send in the middle of a conversation. */
const frames: Readonly<Record<string, Buffer>> = {
  "another version of yamux": Buffer.concat([Buffer.of(1), frame(ping, syn, 0, 0).subarray(1)]),
  "an unknown type of frame": frame(77, 0, 0, 0),
  "a stream of its own": frame(windowUpdate, syn, 2, 0),
  "data of a stream of its own": frame(data, syn, 2, 4, Buffer.from("data")),
  "data of a stream that was never open": frame(data, 0, 999, 4, Buffer.from("data")),
  "more than the window of a stream": frame(data, 0, 1, 4_000_000_000),
  "a go-away": frame(goAway, 0, 0, 1),
};

/** What a server may send on a work connection instead of its one message. */
const messages: Readonly<Record<string, Buffer>> = {
  "a message of an unknown kind": frpMessage("x", {}),
  "a message that does not belong there": frpMessage("1", { run_id: "other" }),
  "a message of negative length": withLength("s", -1n),
  "a message of 2^62 bytes": withLength("s", 2n ** 62n),
  "a message that is no JSON": Buffer.concat([withLength("s", 4n), Buffer.from("{{{{")]),
  "a message of the wrong form": frpMessage("s", { error: 7 }),
  "a message nested too deeply": frpMessage("s", JSON.parse("[".repeat(50) + "]".repeat(50)) as object),
};

describe("a hostile share server", () => {
  for (const [what, bytes] of Object.entries(frames))
    it(`that sends ${what} is left`, async () => {
      const sharing = await Sharing.start();
      try {
        sharing.standIn.client.session.write(bytes);
        await eventually("the connection is given up and made anew", () =>
          assert.equal(sharing.reopened.length, 1),
        );
        assert.equal((await sharing.visit("/hello")).status, 200);
      } finally {
        await sharing.stop();
      }
    });

  for (const [what, bytes] of Object.entries(messages))
    it(`that sends ${what} is left`, async () => {
      const sharing = await Sharing.start();
      try {
        const idle = await eventually("a work connection waits", () => {
          const [stream] = sharing.standIn.client.idle;
          assert.ok(stream);
          return stream;
        });
        idle.write(bytes);
        await eventually("the connection is given up and made anew", () =>
          assert.equal(sharing.reopened.length, 1),
        );
        assert.equal((await sharing.visit("/hello")).status, 200);
      } finally {
        await sharing.stop();
      }
    });

  it("that sends noise does no harm", async () => {
    const sharing = await Sharing.start({}, { timing: { ...hurried, firstRetry: 1, maxRetry: 1 } });
    try {
      for (let seed = 0; seed < 30; seed += 1) {
        const client = await eventually("the client is there", () => sharing.standIn.client);
        client.session.write(noise(seed));
        await eventually("the connection is given up", () =>
          assert.ok(client.session.connection.destroyed, `seed ${seed}`),
        );
      }
      await eventually("it opens again", async () =>
        assert.equal((await sharing.visit("/hello")).status, 200),
      );
    } finally {
      await sharing.stop();
    }
  });

  it("that asks for answers and does not read them is left", async () => {
    const sharing = await Sharing.start();
    try {
      const { session } = sharing.standIn.client;
      session.connection.pause();
      const pings = Buffer.concat(Array.from({ length: 10_000 }, (_, number) => frame(ping, syn, 0, number)));
      const flood = () => {
        while (session.connection.writable && session.connection.write(pings));
        session.connection.once("drain", flood);
      };
      flood();
      await eventually("the connection is given up", () => assert.equal(sharing.ended.length, 1));
      assert.match(sharing.ended[0]?.failure.message ?? "", /it does not read what it asks for/);
    } finally {
      await sharing.stop();
    }
  });

  it("that asks for work connections without end gets a limited number", async () => {
    const sharing = await Sharing.start();
    try {
      const { client } = sharing.standIn;
      for (let count = 0; count < 2_000; count += 1) client.send("r", {});
      await eventually("the limit is reached", () => assert.equal(client.idle.length, 512));
      assert.equal((await sharing.visit("/hello")).status, 200);
      assert.equal(sharing.local.connections(), 0);
      assert.deepEqual(sharing.ended, []);
    } finally {
      await sharing.stop();
    }
  });

  it("that names another destination reaches the local port and nothing else", async () => {
    let reached = 0;
    const other = createServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    const destination = { dst_addr: "127.0.0.1", dst_port: await listen(other) };
    const sharing = await Sharing.start({ destination });
    try {
      assert.equal(String((await sharing.visit("/hello")).body), "You asked for /hello.");
      assert.equal(reached, 0);
    } finally {
      await sharing.stop();
      other.close();
    }
  });

  for (const [what, bytes] of [
    ["noise", noise(1)],
    ["a page of HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["random bytes", Buffer.concat([frame(windowUpdate, ack, 1, 0), frame(data, 0, 1, 64, randomBytes(64))])],
  ] as const)
    it(`that answers the login with ${what} opens no tunnel`, async () => {
      const { server, sockets } = tlsServer((connection) => connection.resume().write(bytes));
      const port = await listen(server);
      try {
        const opening = openTunnel({
          local: { host: "127.0.0.1", port: 9 },
          shareToken: "a share token",
          findServer: () => Promise.resolve(serverAt(port)),
          timing: hurried,
          onEnded: () => {},
          onReopened: () => {},
        });
        await assert.rejects(opening, (error) => {
          assert.ok(error instanceof StepError);
          assert.match(error.message, /does not speak the protocol of Gradio's share servers/);
          return true;
        });
        await eventually("the connection is closed", () => assert.equal(sockets.size, 0));
      } finally {
        server.close();
      }
    });
});
