import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HubClient } from "../../../src/runtime/hub/client.ts";
import { DiskCache } from "../../../src/runtime/hub/disk-cache.ts";
import { Hub } from "../../../src/runtime/hub/hub.ts";
import { parseModel } from "../../../src/runtime/hub/model-info.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { freePort } from "../../support/ports.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";

describe("the Hub", () => {
  let server: LocalHub;
  let folder: string;
  beforeEach(async () => {
    server = await startHub({
      "ann/painter": { url: "http://127.0.0.1:1/", title: "Painter", likes: 3 },
      "bob/painter": { url: "http://127.0.0.1:2", likes: 9 },
      "ann/secret": { url: "http://127.0.0.1:3", private: true },
    });
    server.models.set("ann/chat", {
      providers: [{ provider: "together", task: "conversational" }],
      gated: "manual",
    });
    server.models.set("ann/alone", { pipelineTag: "text-generation" });
    folder = await mkdtemp(join(tmpdir(), "daggr-hub-"));
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const hubOf = (token?: string, env: Record<string, string> = {}) => {
    const credentials = {
      huggingFaceToken: () => Promise.resolve(token),
      login: () => Promise.resolve(undefined),
    };
    const client = new HubClient({
      credentials,
      env: { HF_HOME: folder, ...server.env, ...env },
      trusted: () => true,
    });
    return new Hub(client, new DiskCache(join(folder, "cache")));
  };
  const failureOf = async (promise: Promise<unknown>) => {
    try {
      await promise;
    } catch (error) {
      if (error instanceof StepError) return error.failure;
      throw error;
    }
    throw new Error("It did not fail.");
  };

  it("tells of a Space: where it answers, its commit, its stage", async () => {
    const found = await hubOf().space("ann/painter");
    assert.ok(found.kind === "found");
    assert.equal(found.info.host, "http://127.0.0.1:1");
    assert.deepEqual(
      [found.info.stage, found.info.private, found.info.sdk, found.info.sha?.length],
      ["running", false, "gradio", 40],
    );
    server.spaces.set("ann/painter", { url: "http://127.0.0.1:1", stage: "PAUSED" });
    const paused = await hubOf().space("ann/painter", { fresh: true });
    assert.equal(paused.kind === "found" && paused.info.stage, "paused");
  });

  it("tells of a model: who serves it for what, whether it is gated", async () => {
    const found = await hubOf().model("ann/chat");
    assert.ok(found.kind === "found");
    assert.deepEqual(found.info.providers, [
      { provider: "together", task: "conversational", status: "live", providerId: "ann/chat" },
    ]);
    assert.equal(found.info.gated, "manual");
    const alone = await hubOf().model("ann/alone");
    assert.deepEqual(alone.kind === "found" && alone.info.providers, []);
  });

  it("understands the older form of a provider mapping", () => {
    const inferenceProviderMapping = {
      "fal-ai": { task: "text-to-image", status: "staging", providerId: "x" },
    };
    assert.deepEqual(parseModel({ id: "a/b", inferenceProviderMapping }).providers, [
      { provider: "fal-ai", task: "text-to-image", status: "staging", providerId: "x" },
    ]);
  });

  it("says what is missing, or may not be seen", async () => {
    assert.deepEqual(await hubOf().space("ann/nothing"), { kind: "missing", signedIn: false });
    assert.deepEqual(await hubOf().model("ann/nothing"), { kind: "missing", signedIn: false, unclear: true });
    assert.deepEqual(await hubOf().space("ann/secret"), { kind: "missing", signedIn: false, unclear: true });
    assert.equal((await hubOf(testToken).space("ann/secret", { fresh: true })).kind, "found");
    assert.deepEqual(await hubOf(testToken).model("ann/nothing", { fresh: true }), {
      kind: "missing",
      signedIn: true,
    });
  });

  it("finds Spaces and models by words, the most liked first", async () => {
    assert.deepEqual(await hubOf().searchSpaces("paint"), [
      { id: "bob/painter", likes: 9, title: "painter" },
      { id: "ann/painter", likes: 3, title: "Painter" },
    ]);
    assert.deepEqual((await hubOf().searchSpaces("paint", { limit: 1 })).length, 1);
    assert.deepEqual(
      (await hubOf().searchModels("ann")).map(({ id }) => id),
      ["ann/chat"],
    );
  });

  it("knows whose token it is, and finds the environment's", async () => {
    assert.deepEqual(await hubOf(testToken).whoAmI(), { name: "tester" });
    assert.deepEqual(await hubOf(undefined, { HF_TOKEN: testToken }).whoAmI(), { name: "tester" });
    assert.equal(await hubOf("hf_unknown").whoAmI(), undefined);
    assert.equal(await hubOf().whoAmI(), undefined);
  });

  it("duplicates a Space under the person's name, once", async () => {
    assert.equal(await hubOf(testToken).duplicateSpace("ann/painter"), "tester/painter");
    assert.equal(server.spaces.get("tester/painter")?.private, true);
    assert.equal(await hubOf(testToken).duplicateSpace("ann/painter"), "tester/painter");
    const failure = await failureOf(hubOf().duplicateSpace("ann/painter"));
    assert.deepEqual(failure.signIn, { to: "hugging-face" });
    server.accounts.set("hf_readOnly", { name: "reader", mayWrite: false });
    assert.match(
      (await failureOf(hubOf("hf_readOnly").duplicateSpace("ann/painter"))).help ?? "",
      /may write/,
    );
  });

  it("remembers answers, of each Hub its own", async () => {
    await hubOf().space("ann/painter");
    const asked = server.requests.length;
    assert.equal((await hubOf().space("ann/painter")).kind, "found");
    assert.equal(server.requests.length, asked);
    const otherHub = hubOf(undefined, { HF_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
    assert.match((await failureOf(otherHub.space("ann/painter"))).message, /could not be reached/);
    await hubOf().model("ann/chat");
    assert.equal(hubOf().peekModel("ann/chat")?.kind, "found");
    assert.equal(otherHub.peekModel("ann/chat"), undefined);
  });

  it("says what to do where it can't be reached or does not work", async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const offline = await failureOf(hubOf(undefined, { HF_ENDPOINT: nowhere }).space("ann/painter"));
    const message = `The Hugging Face Hub at ${nowhere} could not be reached: nothing answers at that address.`;
    assert.equal(offline.message, message);
    assert.match(offline.help ?? "", /HF_ENDPOINT/);
    assert.equal(offline.transient, true);
    server.failNext(/\/api\/spaces/, { status: 503, body: "down" });
    assert.equal((await failureOf(hubOf().space("ann/painter"))).transient, true);
    server.failNext(/\/api\/spaces/, { status: 429, body: {} });
    assert.match((await failureOf(hubOf().space("ann/painter"))).help ?? "", /too often/);
  });
});
