import assert from "node:assert/strict";
import { createServer } from "node:net";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { openTunnel } from "../../../src/server/share/tunnel.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort, listen } from "../../support/ports.ts";
import { otherAuthority } from "../../support/share-server/certificates.ts";
import { ShareServerStandIn } from "../../support/share-server/share-server.ts";
import { hurried, serverAt, Sharing } from "./support/sharing.ts";

/** What opening a tunnel to a server fails with. */
async function failureOfOpening(server: ReturnType<typeof serverAt>, timing = hurried) {
  const opening = openTunnel({
    local: { host: "127.0.0.1", port: 9 },
    shareToken: "a share token",
    findServer: () => Promise.resolve(server),
    timing,
    onEnded: () => assert.fail("It was never open."),
    onReopened: () => assert.fail("It was never open."),
  });
  const error: unknown = await opening.then(
    () => assert.fail("It opened."),
    (error: unknown) => error,
  );
  if (!(error instanceof StepError)) throw error;
  return error.failure;
}

describe("the end of a tunnel", () => {
  it("is told when the network drops it, and it opens again under its address", async () => {
    const sharing = await Sharing.start();
    try {
      const { address } = sharing.tunnel;
      const { runId } = sharing.standIn.client;
      sharing.standIn.drop();
      await eventually("it opens again", () => assert.deepEqual(sharing.reopened, [address]));
      assert.equal((await sharing.visit("/hello")).status, 200);
      assert.equal(sharing.standIn.logins.at(-1)?.["run_id"], runId);
      const [ended, ...others] = sharing.ended;
      assert.deepEqual([ended?.final, others], [false, []]);
      assert.match(
        ended?.failure.message ?? "",
        /^The tunnel to the share server 127\.0\.0\.1:\d+ was lost: .*opened again/,
      );
    } finally {
      await sharing.stop();
    }
  });

  it("is told once while the server is away, and it opens again when the server is back", async () => {
    const sharing = await Sharing.start();
    try {
      const { port } = sharing.standIn;
      await sharing.standIn.stop();
      await eventually("the end is told", () => assert.equal(sharing.ended.length, 1));
      sharing.standIn = await ShareServerStandIn.start({ port });
      await eventually("it opens again", () => assert.equal(sharing.reopened.length, 1));
      assert.equal((await sharing.visit("/hello")).status, 200);
      assert.equal(sharing.ended.length, 1);
    } finally {
      await sharing.stop();
    }
  });

  it("is noticed when the connection dies without a word", async () => {
    const sharing = await Sharing.start({}, { timing: { ...hurried, keepAlive: 100 } });
    try {
      sharing.standIn.client.session.mute = true;
      await eventually("it opens again", () => assert.notEqual(sharing.reopened.length, 0));
      assert.match(sharing.ended[0]?.failure.message ?? "", /it fell silent/);
    } finally {
      await sharing.stop();
    }
  });

  it("is final where the server ends it on purpose", async () => {
    const sharing = await Sharing.start();
    try {
      sharing.standIn.client.send("k", {});
      await eventually("the end is told", () => assert.equal(sharing.ended.length, 1));
      await eventually("it lets go", () => assert.equal(sharing.standIn.connections, 0));
      const [ended] = sharing.ended;
      assert.equal(ended?.final, true);
      assert.match(ended?.failure.message ?? "", /ended the tunnel.*limited time/);
      assert.match(ended?.failure.help ?? "", /Share again.*On this machine/);
      assert.deepEqual(sharing.reopened, []);
    } finally {
      await sharing.stop();
    }
  });

  it("is final where the server refuses to open it again, five times", async () => {
    const sharing = await Sharing.start();
    try {
      const { port } = sharing.standIn;
      await sharing.standIn.stop();
      sharing.standIn = await ShareServerStandIn.start({ port, refuseLogin: "too many tunnels" });
      await eventually("the end is final", () => assert.equal(sharing.ended.at(-1)?.final, true));
      assert.match(sharing.ended.at(-1)?.failure.message ?? "", /refused the tunnel: 'too many tunnels'/);
      assert.equal(sharing.standIn.logins.length, 5);
    } finally {
      await sharing.stop();
    }
  });

  it("comes by the signal as by close", async () => {
    const stopping = new AbortController();
    const sharing = await Sharing.start({}, { signal: stopping.signal });
    try {
      stopping.abort();
      await eventually("it lets go", () => assert.equal(sharing.standIn.connections, 0));
      assert.deepEqual([sharing.ended, sharing.reopened], [[], []]);
    } finally {
      await sharing.stop();
    }
  });
});

describe("a tunnel that cannot be opened", () => {
  for (const refusal of ["refuseLogin", "refuseProxy"] as const)
    it(`says what the server said (${refusal})`, async () => {
      const standIn = await ShareServerStandIn.start({ [refusal]: "not \u001b[31mtoday" });
      try {
        const { message, help } = await failureOfOpening(serverAt(standIn.port));
        assert.equal(message, `The share server 127.0.0.1:${standIn.port} refused the tunnel: 'not today'.`);
        assert.match(help ?? "", /GRADIO_SHARE_SERVER_ADDRESS.*On this machine the workflow is served/);
        await eventually("nothing is open", () => assert.equal(standIn.connections, 0));
      } finally {
        await standIn.stop();
      }
    });

  it("says that nothing answers", async () => {
    const { message, help } = await failureOfOpening(serverAt(await freePort()));
    assert.match(message, /could not be reached: nothing answers at that address/);
    assert.match(help ?? "", /Check the network.*On this machine the workflow is served/);
  });

  it("says that it took too long", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    const port = await listen(silent);
    try {
      const { message } = await failureOfOpening(serverAt(port), { ...hurried, opening: 50 });
      assert.match(message, /could not be reached: it did not answer in time/);
    } finally {
      silent.close();
    }
  });

  it("takes no server for which the known certificate does not vouch", async () => {
    const standIn = await ShareServerStandIn.start();
    try {
      const { message } = await failureOfOpening(serverAt(standIn.port, otherAuthority));
      assert.match(message, /could not be reached: its certificate could not be verified/);
      assert.deepEqual(standIn.logins, []);
    } finally {
      await standIn.stop();
    }
  });

  it("is given up at once when that is wanted", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    const port = await listen(silent);
    const stopping = new AbortController();
    try {
      const opening = openTunnel({
        local: { host: "127.0.0.1", port: 9 },
        shareToken: "a share token",
        findServer: () => Promise.resolve(serverAt(port)),
        signal: stopping.signal,
        onEnded: () => {},
        onReopened: () => {},
      });
      stopping.abort(new Error("not wanted any more"));
      await assert.rejects(opening, { message: "not wanted any more" });
    } finally {
      silent.close();
    }
  });
});
