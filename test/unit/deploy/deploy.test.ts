import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { deploySpace, type DeployEvent } from "../../../src/deploy/deploy.ts";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import { readme } from "../../../src/deploy/folder/readme.ts";
import type { SpaceFile } from "../../../src/deploy/folder/space-file.ts";
import type { SpaceSettings } from "../../../src/deploy/hub/prepare-space.ts";
import { deployAccount } from "../../../src/deploy/hub/sign-in.ts";
import { spaceTarget } from "../../../src/deploy/hub/space-target.ts";
import { StepError, type StepFailure } from "../../../src/runtime/failures/failure.ts";
import { registerSecret } from "../../../src/runtime/failures/secrets.ts";
import { HubClient } from "../../../src/runtime/hub/client.ts";
import { failure } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/ports.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";
import { Project } from "./support/project.ts";

const plain: SpaceSettings = { sdk: "docker", private: false, secrets: {}, variables: {}, storage: false };
const page: SpaceFile = {
  place: "README.md",
  content: { text: readme({ title: "Flow", sdk: "docker" }) },
};

describe("Deploying to a Space", () => {
  let hub: LocalHub;
  let project: Project;
  before(async () => {
    // The library is loaded on first use, which takes a moment.
    await import("@huggingface/hub");
  });
  beforeEach(async () => {
    hub = await startHub();
    project = new Project({ "engine.wasm": "wasm bytes", "flow.ts": "export {};" });
  });
  afterEach(async () => {
    project.remove();
    await hub.stop();
  });

  function clientOf(token: string | undefined = testToken, env: Readonly<Record<string, string>> = hub.env) {
    return new HubClient({
      credentials: {
        huggingFaceToken: () => Promise.resolve(token),
        login: () => Promise.resolve(undefined),
      },
      env: { HF_HOME: project.folder, ...env },
      trusted: () => true,
    });
  }

  async function deploy(
    settings: Partial<SpaceSettings> = {},
    {
      files,
      owner = "tester",
      token,
      wait = () => Promise.resolve(),
    }: {
      files?: readonly SpaceFile[];
      owner?: string;
      token?: string;
      wait?: (events: readonly DeployEvent[]) => Promise<unknown>;
    } = {},
  ) {
    const client = clientOf(token);
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const events: DeployEvent[] = [];
    const account = await deployAccount(client, signal);
    const target = await spaceTarget(client, account, `${owner}/flow`, signal);
    const deployed = await deploySpace(
      client,
      {
        target,
        settings: { ...plain, ...settings },
        files: files ?? [
          page,
          { place: "workflow/flow.ts", content: { path: project.path("flow.ts") } },
          { place: "daggr/dist/engine.wasm", content: { path: project.path("engine.wasm") } },
        ],
      },
      {
        signal,
        tell: (event) => events.push(event),
        wait: async () => void (await wait(events)),
      },
    );
    return { ...deployed, events };
  }

  async function refused(promise: Promise<unknown>): Promise<StepFailure> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof DeployError) return error.failures[0]!;
      if (error instanceof StepError) return error.failure;
      throw error;
    }
    throw new Error("it was deployed");
  }

  it("creates it with its settings, uploads small and large files, and waits until it runs", async () => {
    const settings = {
      private: true,
      hardware: "cpu-upgrade",
      secrets: { API_KEY: "very secret" },
      variables: { MODE: "fast" },
    };
    hub.stagesOfBuild = ["BUILDING", "BUILDING", "APP_STARTING", "RUNNING"];
    const { space, page: address, created, end, events } = await deploy(settings);
    assert.deepEqual(
      [space, address, created, end],
      ["tester/flow", `${hub.url}/spaces/tester/flow`, true, { kind: "running" }],
    );
    assert.deepEqual(events, [
      { type: "preparing", id: "tester/flow", isNew: true },
      { type: "uploading", progress: { step: "file", place: "daggr/dist/engine.wasm", done: 1, total: 1 } },
      { type: "uploading", progress: { step: "commit", files: 2 } },
      // What the Hub tells of an empty Space does not count.
      { type: "stage", stage: "NO_APP_FILE" },
      { type: "stage", stage: "BUILDING" },
      { type: "stage", stage: "APP_STARTING" },
      { type: "stage", stage: "RUNNING" },
    ]);
    const { repository, ...made } = hub.spaces.get("tester/flow")!;
    assert.deepEqual([made.private, made.sdk, made.tags], [true, "docker", ["daggr"]]);
    assert.equal(repository?.hardware, "cpu-upgrade");
    assert.deepEqual([repository?.secrets, repository?.variables], [settings.secrets, settings.variables]);
    assert.deepEqual(
      [...repository.files]
        .map(([path, bytes]) => [path, bytes.toString()])
        .sort()
        .slice(1),
      [
        ["daggr/dist/engine.wasm", "wasm bytes"],
        ["workflow/flow.ts", "export {};"],
      ],
    );
  });

  it("updates it: what is gone goes, what others added stays, settings are changed where they were asked for", async () => {
    await deploy({ hardware: "cpu-upgrade", secrets: { A: "secret a" } });
    const { repository } = hub.spaces.get("tester/flow")!;
    repository!.files.set("NOTES.md", Buffer.from("mine"));
    repository!.files.set("workflow/old.ts", Buffer.from("old"));
    const { created, end } = await deploy({
      private: true,
      secrets: { B: "secret b" },
      variables: { C: "c" },
    });
    assert.deepEqual([created, end.kind], [false, "running"]);
    assert.deepEqual([...repository!.files.keys()].sort(), [
      "NOTES.md",
      "README.md",
      "daggr/dist/engine.wasm",
      "workflow/flow.ts",
    ]);
    assert.deepEqual(repository!.secrets, { A: "secret a", B: "secret b" });
    assert.deepEqual([repository!.variables, repository!.hardware], [{ C: "c" }, "cpu-upgrade"]);
    assert.equal(hub.spaces.get("tester/flow")?.private, true);
    assert.equal(hub.requests.filter(({ path }) => path.startsWith("/lfs/")).length, 1);
  });

  it("mounts a private bucket for sheets, once, and keeps other volumes", async () => {
    await deploy();
    const { repository } = hub.spaces.get("tester/flow")!;
    const model = { type: "model", source: "ann/model", mountPath: "/model", readOnly: true };
    repository!.volumes = [model];
    const bucket = { type: "bucket", source: "tester/flow-data", mountPath: "/data" };
    for (const round of ["first", "second"]) {
      await deploy({ storage: true });
      assert.deepEqual(repository!.volumes, [model, bucket], round);
    }
    assert.deepEqual([...hub.buckets], [["tester/flow-data", "private"]]);
    assert.equal(hub.requests.filter(({ path }) => path.endsWith("/volumes")).length, 1);
  });

  it("gives a new Space its bucket", async () => {
    await deploy({ storage: true });
    assert.deepEqual(hub.spaces.get("tester/flow")?.repository?.volumes, [
      { type: "bucket", source: "tester/flow-data", mountPath: "/data" },
    ]);
  });

  it("shows the end of the build log where the build fails", async () => {
    await deploy();
    hub.stagesOfBuild = ["BUILDING", "BUILD_ERROR"];
    const space = hub.spaces.get("tester/flow")!;
    space.errorMessage = "Job failed with exit code: 1";
    space.repository!.logs = {
      build: [...Array.from({ length: 100 }, (_, index) => `line ${index}`), "npm error 404"],
    };
    const { end, address } = await deploy();
    assert.equal(address, undefined);
    assert.ok(end.kind === "failed");
    assert.deepEqual(
      [end.stage, end.log, end.reason],
      ["BUILD_ERROR", "build", "Job failed with exit code: 1"],
    );
    assert.equal(end.lines.length, 40);
    assert.deepEqual([end.lines[0], end.lines.at(-1)], ["line 61", "npm error 404"]);
  });

  it("tells what the build prints while it goes on", async () => {
    await deploy();
    hub.stagesOfBuild = ["BUILDING", "BUILDING", "RUNNING"];
    hub.spaces.get("tester/flow")!.repository!.logs = { build: ["one", "two"] };
    const lines = (events: readonly DeployEvent[]) =>
      events.flatMap((event) => (event.type === "log" ? [event.line] : []));
    const builds = (events: readonly DeployEvent[]) =>
      events.some((event) => event.type === "stage" && event.stage === "BUILDING");
    const wait = async (events: readonly DeployEvent[]) =>
      builds(events) && eventually("the log is told", () => assert.equal(lines(events).length, 2));
    const { events, end } = await deploy({}, { wait });
    assert.equal(end.kind, "running");
    assert.deepEqual(lines(events), ["one", "two"]);
  });

  it("shows the end of what the program printed where it does not start", async () => {
    hub.stagesOfBuild = ["BUILDING", "APP_STARTING", "RUNTIME_ERROR"];
    await deploy();
    hub.spaces.get("tester/flow")!.repository!.logs = { run: ["Error: no such file"] };
    const { end } = await deploy();
    assert.ok(end.kind === "failed");
    assert.deepEqual([end.log, end.lines], ["run", ["Error: no such file"]]);
  });

  it("believes an end that stays, though the Hub does not name its commit", async () => {
    hub.stagesOfBuild = [];
    await deploy();
    assert.deepEqual((await deploy()).end.kind, "failed");
    assert.equal(hub.spaces.get("tester/flow")?.stage, "NO_APP_FILE");
  });

  it("outlasts a Hub that is busy for a moment", async () => {
    hub.failNext(/\/runtime$/, failure(503, "busy"), 3);
    assert.equal((await deploy()).end.kind, "running");
    hub.failNext(/\/runtime$/, failure(503, "busy"), 20);
    assert.match((await refused(deploy())).message, /answered 503/);
  });

  it("waits for another creation of the same account", async () => {
    hub.failNext(
      /\/api\/repos\/create$/,
      failure(409, "Cannot create repo: another conflicting operation is in progress"),
      2,
    );
    assert.equal((await deploy()).end.kind, "running");
  });

  describe("says what is wrong and what to do", () => {
    const account = (token: string, more: Parameters<LocalHub["accounts"]["set"]>[1]) => {
      hub.accounts.set(token, more);
      return { token };
    };

    it("for an account without PRO", async () => {
      const free = account("hf_free", { name: "tester", mayWrite: true, free: true });
      const { message, help } = await refused(deploy({}, free));
      assert.match(message, /asks for a payment to create the Space: Docker Spaces .* need a PRO/);
      assert.match(help ?? "", /PRO account .* --static/);
      hub.failNext(/create$/, failure(402, "Payment required"));
      assert.match(
        (await refused(deploy({ hardware: "a100-large" }))).help ?? "",
        /'a100-large' needs a means of payment/,
      );
    });

    it("for storage that has a price, which the Space does without", async () => {
      hub.failNext(/\/api\/buckets\//, failure(402, "No means of payment"));
      const { message, help } = await refused(deploy({ storage: true }));
      assert.match(message, /payment to create the storage bucket tester\/flow-data: No means of payment/);
      assert.match(help ?? "", /Without --storage/);
      assert.equal((await deploy()).created, false);
    });

    it("for a name that is taken", async () => {
      hub.spaces.set("tester/flow", { sdk: "gradio", sha: "1" });
      const { message, help } = await refused(deploy());
      assert.match(message, /tester\/flow is taken by a Space that daggr did not make/);
      assert.match(help ?? "", /--name/);
      assert.equal(hub.requests.filter(({ method }) => method !== "GET").length, 0);
    });

    it("for a name that somebody took meanwhile", async () => {
      hub.failNext(/create$/, failure(409, "You already created this space repo"));
      const { message, help } = await refused(deploy());
      assert.match(message, /The name tester\/flow is taken/);
      assert.match(help ?? "", /--name/);
    });

    it("for a fine-grained token without the right", async () => {
      const fine = account("hf_fine", { name: "tester", mayWrite: false, role: "fineGrained" });
      const { message, help } = await refused(deploy({}, fine));
      assert.match(message, /fine-grained token 'test' may not create the Space/);
      assert.match(help ?? "", /write access to the contents and settings .* of tester .*settings\/tokens/);
    });

    it("for a fine-grained token that may write, nothing", async () => {
      const fine = account("hf_fine", { name: "tester", mayWrite: true, role: "fineGrained" });
      assert.equal((await deploy({}, fine)).end.kind, "running");
    });

    it("for a token that reads only, before anything is sent", async () => {
      const { message, help } = await refused(
        deploy({}, account("hf_reads", { name: "tester", mayWrite: false })),
      );
      assert.match(message, /The token 'test' of tester may only read/);
      assert.match(help ?? "", /role 'write'.*hf auth login/);
      assert.deepEqual(
        hub.requests.map(({ path }) => path),
        ["/api/whoami-v2"],
      );
    });

    it("for an organization of others", async () => {
      const member = account("hf_member", { name: "tester", mayWrite: true, organizations: ["ours"] });
      assert.equal((await deploy({}, { ...member, owner: "ours" })).space, "ours/flow");
      const { message, help } = await refused(deploy({}, { ...member, owner: "theirs" }));
      assert.match(message, /tester may not create the Space under 'theirs'/);
      assert.match(help ?? "", /You belong to tester, ours: .*--org/);
    });

    it("for no token, and one that is not valid", async () => {
      const { signal } = new AbortController();
      const none = await refused(deployAccount(clientOf(""), signal));
      assert.match(none.message, /you have to be signed in/);
      assert.match(none.help ?? "", /hf auth login/);
      assert.match(
        (await refused(deploy({}, { token: "hf_unknown_token" }))).message,
        /does not accept the token/,
      );
    });

    it("for no network", async () => {
      const env = { HF_ENDPOINT: `http://127.0.0.1:${await freePort()}` };
      const { message, help } = await refused(
        deployAccount(clientOf(testToken, env), new AbortController().signal),
      );
      assert.match(message, /could not be reached: nothing answers/);
      assert.match(help ?? "", /HF_ENDPOINT/);
    });

    it("for a Hub that was asked too often, at any step", async () => {
      const often = failure(429, "We had to rate limit you");
      hub.failNext(/whoami/, often);
      assert.match((await refused(deploy())).help ?? "", /asked too often/);
      hub.failNext(/\/preupload\//, often);
      const { message, help } = await refused(deploy());
      assert.match(message, /asked too often: We had to rate limit you/);
      assert.match(help ?? "", /Wait some minutes, then run the same command again/);
      assert.equal((await deploy()).created, false);
    });
  });

  it("shows no secret that the Hub repeats", async () => {
    await deploy();
    hub.failNext(/\/secrets$/, failure(400, "value 'very secret text' is too long"));
    registerSecret("very secret text");
    const { message } = await refused(deploy({ secrets: { KEY: "very secret text" } }));
    assert.match(message, /could not set the secret KEY: value '\[secret\]'/);
  });

  it("stops where it is asked to", async () => {
    hub.stagesOfBuild = ["BUILDING", ...Array.from({ length: 50 }, () => "BUILDING")];
    const client = clientOf();
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const account = await deployAccount(client, stop.signal);
    const target = await spaceTarget(client, account, "tester/flow", stop.signal);
    const deployed = deploySpace(
      client,
      { target, settings: plain, files: [page] },
      {
        signal: stop.signal,
        tell: (event) => event.type === "stage" && event.stage === "BUILDING" && stop.abort(),
        wait: () => Promise.resolve(),
      },
    );
    await assert.rejects(deployed, { name: "AbortError" });
  });
});
