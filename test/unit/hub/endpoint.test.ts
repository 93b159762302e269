import assert from "node:assert/strict";
import { hubEndpoint, isHubAddress, throughEndpoint } from "../../../src/runtime/hub/endpoint.ts";
import { redact } from "../../../src/runtime/failures/redact.ts";

describe("the Hub's address", () => {
  it("is HF_ENDPOINT, else the public one", () => {
    assert.equal(hubEndpoint({}), "https://huggingface.co");
    assert.equal(hubEndpoint({ HF_ENDPOINT: "https://mirror.example/hub/" }), "https://mirror.example/hub");
    assert.equal(hubEndpoint({ HF_ENDPOINT: " " }), "https://huggingface.co");
  });

  it("stands behind what libraries spell with the public one, the router included", () => {
    const env = { HF_ENDPOINT: "http://127.0.0.1:1/" };
    assert.equal(
      throughEndpoint("https://huggingface.co/api/models/a/b?x=1", env),
      "http://127.0.0.1:1/api/models/a/b?x=1",
    );
    assert.equal(throughEndpoint("https://router.huggingface.co/v1/chat", env), "http://127.0.0.1:1/v1/chat");
    const own = { ...env, HF_INFERENCE_ENDPOINT: "http://127.0.0.1:2" };
    assert.equal(throughEndpoint("https://router.huggingface.co/v1/chat", own), "http://127.0.0.1:2/v1/chat");
    assert.equal(throughEndpoint("https://other.example/a", env), "https://other.example/a");
    assert.equal(throughEndpoint("https://router.huggingface.co/v1", {}), "https://router.huggingface.co/v1");
  });

  it("is told apart from other addresses", () => {
    assert.ok(isHubAddress(new URL("https://hf.co/spaces/a/b"), "https://huggingface.co"));
    assert.ok(isHubAddress(new URL("http://127.0.0.1:1/spaces/a/b"), "http://127.0.0.1:1"));
    assert.ok(!isHubAddress(new URL("https://huggingface.co.example/spaces/a/b"), "https://huggingface.co"));
  });
});

describe("texts for logs", () => {
  it("hold no secrets", () => {
    const secret = "hf_abcDEF123456";
    const text = `token=${secret} Authorization: Bearer abc.def-1 https://x/file=a?__sign=jwt.jwt&b=1 hf_x "Bearer ${secret}"`;
    const clean = redact(text);
    for (const part of [secret, "abc.def-1", "jwt.jwt"]) assert.ok(!clean.includes(part), clean);
    assert.ok(clean.includes("&b=1") && clean.includes("hf_x"));
    assert.equal(redact("nothing secret: bearer of news"), "nothing secret: bearer of news");
  });
});
