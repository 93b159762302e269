import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { openTunnel } from "../../../src/server/share/tunnel.ts";
import { eventually } from "../../support/eventually.ts";
import { startFrpc, startFrps } from "../../support/share-server/originals.ts";
import { ShareServerStandIn } from "../../support/share-server/share-server.ts";
import { Recorder, withoutChance, type Transcript } from "../../support/share-server/transcript.ts";
import { startLocalServer } from "./support/local-server.ts";
import { visit } from "../../support/share-server/visitor.ts";

/**
 * What passes between Gradio's own client and server, recorded once from both originals:
 * `UPDATE_GOLDEN=1 DAGGR_FRPS=… DAGGR_FRPC=… npx mocha test/unit/share/transcript.test.ts`.
 */
const golden = "test/golden/share/transcript.json";
const shareToken = "a token that is always the same";

interface Side<T> {
  readonly opened: T;
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** One visit through a tunnel, as the recorder between client and server saw it. */
async function record(
  server: { port: number; publicPort: number },
  open: (serverPort: number, localPort: number) => Promise<Omit<Side<unknown>, "opened">>,
): Promise<Transcript> {
  const local = await startLocalServer();
  const recorder = await Recorder.start(server.port);
  try {
    const tunnel = await open(recorder.port, local.port);
    const has = (stream: number, side: "client" | "server", text: string) =>
      eventually(`the ${side} sends ${text} on stream ${stream}`, () =>
        assert.match(JSON.stringify(recorder.transcript[`stream ${stream}`]?.[side]), new RegExp(text)),
      );
    // A work connection waits, so that the visit asks for exactly one more.
    await has(3, "client", '"w"');
    const answer = await visit(server.publicPort, tunnel.address, "/hello");
    assert.equal(String(answer.body), "You asked for /hello.");
    await has(3, "client", "FIN");
    await has(3, "server", "FIN");
    await has(5, "client", '"w"');
    const transcript = withoutChance(recorder.transcript);
    await tunnel.close();
    return transcript;
  } finally {
    recorder.stop();
    await local.stop();
  }
}

const ours = (port: number, localPort: number) =>
  openTunnel({
    local: { host: "127.0.0.1", port: localPort },
    shareToken,
    findServer: () => Promise.resolve({ host: "127.0.0.1", port, named: true }),
    onEnded: ({ message }) => assert.fail(message),
    onReopened: () => {},
  });

describe("the share protocol", () => {
  const { DAGGR_FRPS: frps, DAGGR_FRPC: frpc } = process.env;
  if (frps) {
    it("is recorded from Gradio's own client and server", async () => {
      const original = await startFrps(frps);
      try {
        if (process.env["UPDATE_GOLDEN"] && frpc) {
          const transcript = await record(original, (serverPort, localPort) =>
            startFrpc(frpc, { serverPort, localPort, shareToken }),
          );
          await writeFile(golden, `${JSON.stringify(transcript, null, 2)}\n`);
        }
        assert.deepEqual(await record(original, ours), JSON.parse(await readFile(golden, "utf8")));
      } finally {
        await original.stop();
      }
    });
  }

  if (frpc)
    it("is spoken by Gradio's own client with the stand-in", async () => {
      const standIn = await ShareServerStandIn.start();
      try {
        const transcript = await record(standIn, (serverPort, localPort) =>
          startFrpc(frpc, { serverPort, localPort, shareToken }),
        );
        assert.deepEqual(transcript, JSON.parse(await readFile(golden, "utf8")));
      } finally {
        await standIn.stop();
      }
    });

  it("is spoken by our client and the stand-in as by Gradio's own client and server", async () => {
    const standIn = await ShareServerStandIn.start();
    try {
      assert.deepEqual(await record(standIn, ours), JSON.parse(await readFile(golden, "utf8")));
    } finally {
      await standIn.stop();
    }
  });
});
