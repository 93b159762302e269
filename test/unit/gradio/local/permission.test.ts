import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalPermission, type AskLocalSpace } from "../../../../src/runtime/gradio/local/permission.ts";
import type { LocalSpaceAnswer, LocalSpaceRequest } from "../../../../src/runtime/protocol/local-spaces.ts";
import { startCalling } from "../../../gradio/calling.ts";
import { startHub, testToken, type LocalHub } from "../../../support/hub.ts";

const allowed: LocalSpaceAnswer = { kind: "allowed" };
const refused: LocalSpaceAnswer = { kind: "refused", help: "Ask again." };
const requestOf = (space: string): LocalSpaceRequest => ({
  space,
  page: `https://hub.test/${space}`,
  folder: "/f",
});
const step = () => new AbortController().signal;

describe("the permission to run a Space on this machine", () => {
  let cache: string;
  beforeEach(async () => void (cache = await mkdtemp(join(tmpdir(), "daggr-permission-"))));
  afterEach(() => rm(cache, { recursive: true, force: true }));

  /** Counts questions. */
  const asking = (...answers: LocalSpaceAnswer[]) => {
    const asked: string[] = [];
    const ask: AskLocalSpace = (request) => {
      asked.push(request.space);
      return Promise.resolve(answers[asked.length - 1] ?? refused);
    };
    return { asked, permission: new LocalPermission(cache, ask) };
  };

  it("is asked for once for each Space, and is remembered by all windows", async () => {
    const { asked, permission } = asking(allowed, refused);
    const good = requestOf("ann/good");
    await Promise.all([permission.require(good, step()), permission.require(good, step())]);
    await permission.require(good, step());
    assert.deepEqual(asked, ["ann/good"]);
    await assert.rejects(
      permission.require(requestOf("eve/good"), step()),
      /"eve\/good" may not run on this machine/,
    );

    const other = asking();
    await other.permission.require(good, step());
    assert.deepEqual(other.asked, []);
    assert.equal((await stat(join(cache, "local-spaces.json"))).mode & 0o077, 0);
  });

  it("is not remembered where it is refused, and not asked for again by the same step", async () => {
    const { asked, permission } = asking(refused, allowed);
    const items = step();
    const request = requestOf("ann/good");
    await assert.rejects(permission.require(request, items), { name: "StepError" });
    await assert.rejects(permission.require(request, items), { name: "StepError" });
    assert.equal(asked.length, 1);
    await permission.require(request, step());
    assert.equal(asked.length, 2);
  });

  it("is asked for again where the file that remembers is damaged", async () => {
    for (const text of ["", "{", '{"a":1}', "[7]"]) {
      await writeFile(join(cache, "local-spaces.json"), text);
      const { asked, permission } = asking(allowed);
      await permission.require(requestOf("ann/good"), step());
      assert.equal(asked.length, 1, text);
      await rm(join(cache, "local-spaces.json"));
    }
  });

  it("is waited for no longer than the step goes on", async () => {
    const permission = new LocalPermission(cache, () => new Promise(() => {}));
    const stop = new AbortController();
    const waiting = permission.require(requestOf("ann/good"), stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: "AbortError" });
  });
});

describe("a Space that wants to run on this machine", function () {
  this.timeout(60_000);
  let folder: string;
  let hub: LocalHub;
  let env: Record<string, string | undefined>;
  const temporary = process.env["TMPDIR"];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-wants-"));
    const files = join(folder, "files");
    await mkdir(files);
    await writeFile(join(files, "app.py"), "raise SystemExit('it ran')\n");
    hub = await startHub({ "ann/good": { url: "http://127.0.0.1:9", files } });
    // In the place of git: tells how it was started, then is git.
    const bin = join(folder, "bin");
    await mkdir(bin);
    const which = (name: string) =>
      execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    const git = which("git");
    for (const name of ["cat", "env", "ls"]) await symlink(which(name), join(bin, name));
    const spy = `#!/bin/sh\n{ printf '%s\\n' "$@"; env; ls -l "$DAGGR_GIT_CREDENTIAL"; } >> "${folder}/seen"\nexec "${git}" "$@"\n`;
    await writeFile(join(bin, "git"), spy);
    await chmod(join(bin, "git"), 0o755);
    env = {
      ...hub.env,
      HF_HOME: join(folder, "home"),
      HF_TOKEN: testToken,
      // There is no Python, so that nothing is installed or started.
      PATH: bin,
      DAGGR_PYTHON: "/nowhere/python",
      DAGGR_LOCAL_NO_FALLBACK: "1",
    };
    await mkdir(join(folder, "tmp"));
  });
  beforeEach(() => void (process.env["TMPDIR"] = join(folder, "tmp")));
  afterEach(() => {
    if (temporary === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = temporary;
  });
  after(async () => {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const failureOf = async (askLocalSpace?: AskLocalSpace, more: Record<string, string> = {}) => {
    const caller = await startCalling({
      env: { ...env, ...more },
      askLocalSpace,
    });
    try {
      return await caller.failure("ann/good", "/say", {}, { runLocally: true });
    } finally {
      await caller.dispose();
    }
  };

  it("is neither cloned nor called elsewhere before a person allows it", async () => {
    for (const ask of [undefined, () => Promise.resolve(refused)]) {
      for (const forbidden of ["1", ""]) {
        const failure = await failureOf(ask, { DAGGR_LOCAL_NO_FALLBACK: forbidden });
        assert.match(
          failure.message,
          /^The Space "ann\/good" may not run on this machine: nobody has allowed it\./,
        );
        assert.match(failure.help ?? "", ask ? /^Ask again\.$/ : /runLocally/);
      }
    }
    await assert.rejects(stat(join(folder, "home", "daggr")));
    assert.deepEqual(
      hub.requests.filter(({ path }) => /info\/refs/.test(path)),
      [],
    );
  });

  it("is cloned with a token that only git's helper reads", async () => {
    hub.failNext(/info\/refs/, {
      status: 401,
      headers: { "www-authenticate": 'Basic realm="hub"' },
      body: "",
    });
    const asked: LocalSpaceRequest[] = [];
    await failureOf((request) => {
      asked.push(request);
      return Promise.resolve(allowed);
    });
    const place = join(folder, "home", "daggr", "spaces", "ann", "good");
    assert.deepEqual(asked, [{ space: "ann/good", page: `${hub.url}/spaces/ann/good`, folder: place }]);
    assert.ok(await stat(join(place, "repo", "app.py")));

    const sent = hub.requests
      .filter(({ path }) => /info\/refs/.test(path))
      .map(({ headers }) => headers["authorization"]);
    assert.deepEqual(sent, [undefined, `Basic ${Buffer.from(`user:${testToken}`).toString("base64")}`]);
    const seen = await readFile(join(folder, "seen"), "utf8");
    assert.match(seen, /^clone$/m);
    assert.match(seen, /^-rw-------.*credential$/m);
    for (const form of [testToken, Buffer.from(`user:${testToken}`).toString("base64").slice(8, -4)])
      assert.ok(!seen.includes(form), "no argument and no variable holds it");
    assert.ok(!(await readFile(join(place, "repo", ".git", "config"), "utf8")).includes(testToken));
    const left = (await readdir(join(folder, "tmp"))).filter((name) => name.startsWith("daggr-git-"));
    assert.deepEqual(left, [], "nothing is left");
  });
});
