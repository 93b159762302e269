import assert from "node:assert/strict";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFileLock } from "../../../../src/runtime/gradio/local/file-lock.ts";
import { localPaths } from "../../../../src/runtime/gradio/local/clone-folder.ts";
import { parseSettings } from "../../../../src/runtime/gradio/local/readme.ts";

describe("a Space's README", () => {
  it("says how it is run", () => {
    const readme =
      "---\ntitle: 'A: title'\nsdk: gradio\nsdk_version: 5.1.0\napp_file: src/start.py # here\npython_version: \"3.11\"\n---\nsdk_version: 9\n";
    assert.deepEqual(parseSettings(readme), {
      sdk: "gradio",
      sdkVersion: "5.1.0",
      appFile: "src/start.py",
      pythonVersion: "3.11",
    });
    assert.deepEqual(parseSettings(readme.replaceAll("\n", "\r\n")).sdkVersion, "5.1.0");
    assert.deepEqual(parseSettings("# No settings\nsdk_version: 9\n"), {});
    assert.deepEqual(parseSettings(""), {});
  });
});

describe("where a local Space is kept", () => {
  it("is below Hugging Face's own folder", () => {
    const paths = localPaths("ann/core", { HOME: "/h" }, "linux");
    assert.equal(
      paths.repository,
      join("/h", ".cache", "huggingface", "daggr", "spaces", "ann", "core", "repo"),
    );
    assert.equal(paths.python, join(paths.venv, "bin", "python"));
    assert.ok(localPaths("ann/core", { HF_HOME: "/x" }, "win32").python.endsWith("python.exe"));
  });
});

describe("a lock among processes", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "daggr-lock-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const never = new AbortController().signal;

  it("lets one in after the other, and goes afterwards", async () => {
    const path = join(folder, "lock");
    const order: string[] = [];
    let release: () => void = () => {};
    const entered = new Promise<void>((resolve) => {
      void withFileLock(
        path,
        never,
        () => {
          order.push("first");
          resolve();
          return new Promise<void>((done) => (release = done));
        },
        () => {},
      );
    });
    await entered;
    let waited: () => void = () => {};
    const waiting = new Promise<void>((resolve) => (waited = resolve));
    const second = withFileLock(
      path,
      never,
      () => Promise.resolve(void order.push("second")),
      () => waited(),
    );
    await waiting;
    assert.deepEqual(order, ["first"]);
    release();
    await second;
    assert.deepEqual(order, ["first", "second"]);
    await assert.rejects(stat(path));
  });

  it("of a process that is gone does not count", async () => {
    const path = join(folder, "lock");
    await writeFile(path, "999999999");
    assert.equal(
      await withFileLock(
        path,
        never,
        () => Promise.resolve("in"),
        () => {},
      ),
      "in",
    );
  });

  it("is not left by one who failed or gave up waiting", async () => {
    const path = join(folder, "lock");
    await assert.rejects(
      withFileLock(
        path,
        never,
        () => Promise.reject(new Error("no")),
        () => {},
      ),
      /no/,
    );
    await assert.rejects(stat(path));
    await writeFile(path, String(process.pid));
    await assert.rejects(
      withFileLock(
        path,
        AbortSignal.abort(),
        () => Promise.resolve(),
        () => {},
      ),
      { name: "AbortError" },
    );
    assert.ok(await stat(path), "another's lock stays");
  });
});
