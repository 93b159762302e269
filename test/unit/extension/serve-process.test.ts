import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { ServeProcess } from "../../../src/extension/share/serve-process.ts";
import type { ServeEvent } from "../../../src/server/events.ts";
import { eventually } from "../../support/eventually.ts";
import { ShareServerStandIn } from "../../support/share-server/share-server.ts";

const file = inRoot("examples", "hello-offline.ts");

describe("the process that serves a workflow for the editor", () => {
  let standIn: ShareServerStandIn;
  let folder: string;

  beforeEach(async () => {
    standIn = await ShareServerStandIn.start();
    folder = await mkdtemp(join(tmpdir(), "daggr-serving-"));
  });

  afterEach(async () => {
    await standIn.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const environment = () => ({
    GRADIO_SHARE_SERVER_ADDRESS: `127.0.0.1:${standIn.port}`,
    DAGGR_CACHE: join(folder, "cache"),
  });

  function start(file: string, events: ServeEvent[], onFailed: (note: string) => void): ServeProcess {
    return new ServeProcess({
      dist: inRoot("dist"),
      file,
      options: ["--port", "0", "--share", "--data", join(folder, "data")],
      env: environment(),
      onEvent: (event) => events.push(event),
      onNote: () => {},
      onFailed,
    });
  }

  it("tells what happens, and is gone after a stop", async () => {
    const events: ServeEvent[] = [];
    const serving = start(file, events, (note) => assert.fail(note));
    await eventually("it is shared", () =>
      assert.deepEqual(
        events.map(({ event }) => event),
        ["listening", "shared"],
      ),
    );
    await serving.stop();
    assert.equal(events.at(-1)?.event, "stopped");
    await eventually("the tunnel is closed", () => assert.equal(standIn.connections, 0));
  });

  it("says why it could not begin", async () => {
    const note = await new Promise<string>((resolve) => start(join(folder, "none.ts"), [], resolve));
    assert.match(note, /none\.ts/);
  });

  it("shares nothing any more when the editor was killed", async () => {
    const script = inRoot("test", "unit", "extension", "support", "serving.ts");
    const editor = spawn(
      process.execPath,
      ["--import", "tsx", script, inRoot("dist"), file, join(folder, "data")],
      { cwd: inRoot(), env: { ...process.env, ...environment() }, stdio: "ignore" },
    );
    await eventually("it is shared", () => assert.ok(standIn.client.name));
    editor.kill("SIGKILL");
    await once(editor, "exit");
    await eventually("the tunnel is closed", () => assert.equal(standIn.connections, 0));
  });
});
