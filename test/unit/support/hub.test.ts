import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { InferenceClient } from "@huggingface/inference";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";

/** The local Hub, as far as other tests lean on it: the real inference client must take it for the real router. */
describe("the local Hub", () => {
  let hub: LocalHub;
  before(async () => (hub = await startHub({ "owner/app": { url: "http://127.0.0.1:1", sha: "abc" } })));
  after(() => hub.stop());

  const ask = async (path: string, token?: string) => {
    const headers = token ? { authorization: `Bearer ${token}` } : undefined;
    const response = await fetch(hub.url + path, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const client = () => new InferenceClient(testToken);
  // Both of the library's own addresses lead here.
  const options = {
    fetch: (url: string | URL | Request, init?: RequestInit) =>
      fetch((url as string).replace(/^https:\/\/(router\.)?huggingface\.co/, hub.url), init),
    retry_on_error: false,
  };

  it("describes a Space", async () => {
    const { body } = await ask("/api/spaces/owner/app");
    assert.equal(body["host"], "http://127.0.0.1:1");
    assert.equal(body["sha"], "abc");
  });

  it("hides private Spaces from strangers", async () => {
    hub.spaces.set("owner/secret", { url: "http://127.0.0.1:1", private: true });
    assert.equal((await ask("/api/spaces/owner/secret")).status, 401);
    assert.equal((await ask("/api/spaces/owner/secret", testToken)).status, 200);
    assert.equal((await ask("/api/spaces/owner/gone", testToken)).status, 404);
  });

  it("fails as planned, then works again", async () => {
    hub.failNext(/whoami/, { status: 503, body: "busy" });
    assert.equal((await fetch(`${hub.url}/api/whoami-v2`)).status, 503);
    assert.equal((await ask("/api/whoami-v2", testToken)).body["name"], "tester");
  });

  it("serves chat, streamed", async () => {
    hub.models.set("org/chat", { providers: [{ provider: "together", task: "conversational" }] });
    let text = "";
    const stream = client().chatCompletionStream(
      { model: "org/chat", provider: "together", messages: [{ role: "user", content: "good day" }] },
      options,
    );
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    assert.equal(text, "You said: good day");
  });

  it("serves images as bytes, as base64 and as an address", async () => {
    hub.models.set("org/paint", {
      providers: (["hf-inference", "together", "replicate"] as const).map((provider) => ({
        provider,
        task: "text-to-image",
      })),
    });
    const sizes = [];
    for (const provider of ["hf-inference", "together", "replicate"] as const) {
      const image = await client().textToImage(
        { model: "org/paint", provider, inputs: "a cat" },
        { ...options, outputType: "blob" },
      );
      sizes.push(image.size);
    }
    assert.equal(new Set(sizes).size, 1);
    assert.ok(sizes[0]);
  });

  it("hears speech", async () => {
    hub.models.set("org/ears", {
      providers: [{ provider: "hf-inference", task: "automatic-speech-recognition" }],
    });
    const inputs = new Blob([Buffer.alloc(10)], { type: "audio/wav" });
    const heard = await client().automaticSpeechRecognition(
      { model: "org/ears", provider: "hf-inference", inputs },
      options,
    );
    assert.equal(heard.text, "heard 10 bytes");
  });

  it("lets git clone a Space", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hub-test-"));
    const files = join(folder, "files");
    const clone = join(folder, "clone");
    mkdirSync(files);
    writeFileSync(join(files, "app.py"), "print('hello')\n");
    hub.spaces.set("owner/code", { files });
    await promisify(execFile)("git", ["clone", "--depth", "1", `${hub.url}/spaces/owner/code`, clone]);
    assert.equal(readFileSync(join(clone, "app.py"), "utf8"), "print('hello')\n");
    rmSync(folder, { recursive: true });
  });
});
