import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrap } from "../../src/runtime/gradio/local/bootstrap.ts";
import type { StepEvent } from "../../src/runtime/run/step/step-events.ts";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { eventually } from "../support/eventually.ts";
import { sharedApp } from "../support/gradio.ts";
import { startHub, testToken, type LocalHub } from "../support/hub.ts";
import { startCalling, type Caller } from "./calling.ts";

const app = `
import os
import gradio as gr

def where(text):
    print("asked for", text, flush=True)
    return f"local {text}", os.getpid(), os.environ.get("HF_TOKEN"), open("weights.bin").read()

gr.Interface(where, gr.Textbox(), [gr.Textbox(), gr.Number(), gr.Textbox(), gr.Textbox()], api_name="where").launch()
`;

/** The packages of the tests' own environment, so that nothing has to be downloaded. */
const python = pythonOf("gradio-6");
const ask = (code: string) => execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();

describe("a Space that runs on this machine", function () {
  this.timeout(120_000);
  let hub: LocalHub;
  let folder: string;
  let env: Record<string, string | undefined>;
  const callers: Caller[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-local-"));
    const version = ask("import gradio; print(gradio.__version__)");
    const write = async (space: string, files: Record<string, string>) => {
      const path = join(folder, space);
      await mkdir(path);
      for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
      return path;
    };
    const readme = `---\ntitle: Local\nsdk: gradio\nsdk_version: "${version}" # quoted\napp_file: start.py\n---\nHello\n`;
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n";
    const good = await write("good", { "README.md": readme, "start.py": app, "weights.bin": pointer });
    const impossible = await write("impossible", {
      "README.md": readme,
      "requirements.txt": "no-such-package-daggr\n",
    });
    const { url } = await sharedApp("core");
    hub = await startHub({
      "ann/good": { url, files: good },
      "ann/impossible": { url, files: impossible },
    });
    env = {
      ...process.env,
      ...hub.env,
      HF_HOME: join(folder, "home"),
      HF_TOKEN: testToken,
      DAGGR_PYTHON: python,
      PYTHONPATH: ask("import sysconfig; print(sysconfig.get_paths()['purelib'])"),
      PIP_NO_INDEX: "1",
      GRADIO_ANALYTICS_ENABLED: "False",
    };
  });
  afterEach(async () => {
    for (const caller of callers.splice(0)) await caller.dispose();
  });
  after(async () => {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const calling = async (more: Record<string, string> = {}) => {
    const caller = await startCalling({
      env: { ...env, ...more },
      askLocalSpace: () => Promise.resolve({ kind: "allowed" }),
    });
    callers.push(caller);
    return caller;
  };
  const installing = (events: readonly StepEvent[]) =>
    events.flatMap((event) =>
      event.type === "phase" && event.phase.kind === "installing" ? [event.phase.text] : [],
    );
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it("is cloned, installed, started and called; then used again, and ends with us", async () => {
    hub.failNext(/\/resolve\/main\/weights\.bin$/, { body: "weights" });
    const caller = await calling({ DAGGR_LOCAL_VERBOSE: "1" });
    const first = caller.start("ann/good", "/where", { text: "a" }, { runLocally: true });
    const [text, pid, token, weights] = await first.returned;
    assert.equal(text, "local a");
    assert.equal(weights, "weights");
    assert.equal(token, null, "others' code gets no token");
    const told = installing(first.events).join("\n");
    for (const step of [
      "Cloning ann/good",
      "Fetching weights.bin",
      "Making a virtual environment",
      "Installing gradio==",
      "Starting the app",
    ]) {
      assert.ok(told.includes(step), step);
    }
    assert.ok(
      first.events.some((event) => event.type === "log" && event.text.includes("Running on local URL")),
    );

    const second = caller.start("ann/good", "/where", { text: "b" }, { runLocally: true });
    assert.deepEqual((await second.returned).slice(0, 2), ["local b", pid ?? null]);
    assert.deepEqual(installing(second.events), []);

    await caller.dispose();
    await eventually("the app has ended", () => assert.ok(!isAlive(Number(pid))));
    const logs = join(folder, "home", "daggr", "logs");
    const run = (await readdir(logs)).find((name) => name.startsWith("ann_good_run_"));
    assert.match(await readFile(join(logs, run ?? ""), "utf8"), /asked for a\n/);

    const later = await calling();
    const third = later.start("ann/good", "/where", { text: "c" }, { runLocally: true });
    assert.equal((await third.returned)[0], "local c");
    assert.deepEqual(installing(third.events), ["Starting the app"], "clone and environment are used again");
  });

  it("leaves no secret in the clone's configuration", async () => {
    const config = await readFile(
      join(folder, "home", "daggr", "spaces", "ann", "good", "repo", ".git", "config"),
      "utf8",
    );
    assert.ok(!config.includes(testToken) && !/authorization/i.test(config));
  });

  it("falls back to the remote Space, with the reason and the logs", async () => {
    const start = join(folder, "home", "daggr", "spaces", "ann", "good", "repo", "start.py");
    await writeFile(start, "raise SystemExit('no GPU here')");
    const caller = await calling();
    const call = caller.start("ann/good", "/echo", { text: "remote" }, { runLocally: true });
    assert.deepEqual(await call.returned, ["remote"]);
    const logged = call.events.flatMap((event) => (event.type === "log" ? [event.text] : [])).join("\n");
    assert.match(
      logged,
      /^"ann\/good" could not be run locally, so the remote Space is used\. .*no GPU here/,
    );
    assert.match(logged, /Logs: .*ann_good_setup_/);
    const again = caller.start("ann/good", "/echo", { text: "again" }, { runLocally: true });
    assert.deepEqual(await again.returned, ["again"]);
    assert.deepEqual(installing(again.events), [], "what failed is not tried again");
  });

  it("fails instead where falling back is forbidden", async () => {
    const caller = await calling({ DAGGR_LOCAL_NO_FALLBACK: "1" });
    const { message, help } = await caller.failure(
      "ann/impossible",
      "/echo",
      { text: "" },
      { runLocally: true },
    );
    assert.match(message, /^"ann\/impossible" could not be run locally: .*no-such-package-daggr/);
    assert.match(help ?? "", /DAGGR_LOCAL_NO_FALLBACK/);
    const address = await caller.failure("http://127.0.0.1:9", "/echo", {}, { runLocally: true });
    assert.match(address.message, /Only Spaces named "owner\/name" can be run locally/);
  });

  it("ends when whoever started it is gone, however that went", async () => {
    const sleeper = join(folder, "sleeper.py");
    await writeFile(
      sleeper,
      "import subprocess\nprint(subprocess.Popen(['sleep', '300']).pid, flush=True)\nimport time\ntime.sleep(300)\n",
    );
    const child = spawn(python, ["-u", "-c", bootstrap, sleeper], {
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const grandchild = Number(line.toString());
    assert.ok(isAlive(grandchild));
    // As the system does for a process that was killed.
    child.stdin.destroy();
    await once(child, "exit");
    await eventually("what it started has ended too", () => assert.ok(!isAlive(grandchild)));
  });

  it("says which program is missing", async () => {
    const caller = await calling({
      DAGGR_LOCAL_NO_FALLBACK: "1",
      PATH: folder,
      HF_HOME: join(folder, "other"),
    });
    const { message } = await caller.failure("ann/good", "/where", { text: "" }, { runLocally: true });
    assert.match(message, /Git is not installed/);
  });

  it("can be stopped while it is being installed, and leaves nothing half done", async () => {
    const caller = await calling({ HF_HOME: join(folder, "stopped") });
    const call = caller.start("ann/good", "/where", { text: "" }, { runLocally: true });
    await eventually("it is being made", () =>
      assert.ok(installing(call.events).includes("Making a virtual environment")),
    );
    call.stop();
    await assert.rejects(call.returned, { name: "AbortError" });
    const space = join(folder, "stopped", "daggr", "spaces", "ann", "good");
    await eventually("the lock is gone", async () => {
      await assert.rejects(stat(join(space, ".lock")));
    });
    assert.ok(!(await readdir(space)).some((name) => name.startsWith("repo-")));
    const facts = stat(join(space, ".daggr_metadata.json"));
    await assert.rejects(facts, "a half-made environment is not taken for one");
  });
});
