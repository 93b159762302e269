import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/ports.ts";
import { authority } from "../../support/share-server/certificates.ts";
import { ShareServerStandIn } from "../../support/share-server/share-server.ts";
import { visit } from "../../support/share-server/visitor.ts";
import { Program, type Running } from "./support/program.ts";

/** What `--json` prints. */
interface Event {
  readonly event: string;
  readonly address?: string;
  readonly message?: string;
  readonly help?: string;
  readonly final?: boolean;
}

function eventsOf({ stdout }: Running): Event[] {
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Event]));
}

const event = (running: Running, name: string) =>
  eventually(`it prints '${name}'`, () => {
    const found = eventsOf(running).find((one) => one.event === name);
    assert.ok(found, running.stdout + running.stderr);
    return found;
  });

describe("daggr serve --share", () => {
  let program: Program;
  let running: Running | undefined;

  beforeEach(() => {
    program = new Program();
  });

  afterEach(async () => {
    running?.child.kill();
    await running?.finished;
    running = undefined;
    program.remove();
  });

  /** Shares an example through the share server of that port. */
  function share(port: number, ...more: string[]): Running {
    const certificate = program.write("authority.pem", authority);
    const data = ["--data", `${program.folder}/data`, "--port", "0"];
    running = program.start(
      ["serve", inRoot("examples", "hello-offline.ts"), "--share", "--json", "--no-open", ...data, ...more],
      { GRADIO_SHARE_SERVER_ADDRESS: `127.0.0.1:${port}`, DAGGR_SHARE_SERVER_CERTIFICATE: certificate },
    );
    return running;
  }

  it("opens a public address that asks for a token, and closes it at the end", async () => {
    const standIn = await ShareServerStandIn.start();
    try {
      const running = share(standIn.port);
      const { address = "" } = await event(running, "shared");
      assert.match(running.stderr, /reachable from the whole Internet/);
      const ask = (path: string, headers: Record<string, string> = {}) =>
        visit(standIn.publicPort, address, path, undefined, headers);

      const token = new URL(address).searchParams.get("token") ?? "";
      assert.equal(
        token,
        new URL((await event(running, "listening")).address ?? "").searchParams.get("token"),
      );
      assert.ok(token.length >= 32);
      assert.equal((await ask("/")).status, 401);
      assert.equal((await ask("/?token=guessed")).status, 302);
      assert.equal((await ask("/", { authorization: `Bearer ${token}` })).status, 200);

      const entered = await ask(`/?token=${token}`);
      const cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
      assert.match(String((await ask("/", { cookie })).body), /<!doctype html>/i);

      const { host, origin } = new URL(address);
      const canvas = (headers: Record<string, string>) =>
        new WebSocket(`ws://127.0.0.1:${standIn.publicPort}/canvas`, { headers: { host, ...headers } });
      const open = canvas({ cookie, origin });
      await once(open, "open");
      open.terminate();
      for (const headers of [
        { cookie: "", origin },
        { cookie, origin: "https://elsewhere.example" },
      ]) {
        const [refused] = (await once(canvas(headers), "error")) as [Error];
        assert.match(refused.message, /403/);
      }

      running.child.kill("SIGINT");
      await running.finished;
      assert.equal(eventsOf(running).at(-1)?.event, "stopped");
      await eventually("the tunnel is closed", () => assert.equal(standIn.connections, 0));
    } finally {
      await standIn.stop();
    }
  });

  it("tells when the tunnel is lost, and the address when it is open again", async () => {
    const standIn = await ShareServerStandIn.start();
    try {
      const running = share(standIn.port);
      const { address } = await event(running, "shared");
      standIn.drop();
      assert.equal((await event(running, "share-ended")).final, false);
      await eventually("it is shared again", () => {
        const shared = eventsOf(running).filter(({ event }) => event === "shared");
        assert.deepEqual(
          shared.map(({ address }) => address),
          [address, address],
        );
      });
    } finally {
      await standIn.stop();
    }
  });

  it("says why there is no public address, and serves this machine all the same", async () => {
    const running = share(await freePort());
    const { message, help, final } = await event(running, "share-ended");
    assert.match(message ?? "", /could not be reached: nothing answers at that address/);
    assert.match(help ?? "", /On this machine the workflow is served all the same/);
    assert.equal(final, true);
    const { address = "" } = await event(running, "listening");
    const token = new URL(address).searchParams.get("token") ?? "";
    const answer = await fetch(new URL("/", address), { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
  });

  it("takes no token that is easy to guess", async () => {
    const { code, stderr } = await share(await freePort(), "--token", "secret").finished;
    assert.equal(code, 2);
    assert.match(stderr, /at least 16 characters/);
  });
});
