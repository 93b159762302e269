import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hubHome, tokenFile, tokenOfEnvironment } from "../../../src/runtime/hub/token.ts";

describe("the Hugging Face token of the environment", () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), "daggr-token-"));
    await mkdir(join(home, ".cache", "huggingface"), { recursive: true });
    await writeFile(join(home, ".cache", "huggingface", "token"), "hf_fromLogin\n");
    await writeFile(join(home, "other"), " hf_fromOther \n");
    await writeFile(join(home, "token"), "hf_fromHome");
  });
  after(() => rm(home, { recursive: true, force: true }));

  it("is HF_TOKEN before any file", async () => {
    assert.equal(await tokenOfEnvironment({ HOME: home, HF_TOKEN: " hf_given " }), "hf_given");
    assert.equal(await tokenOfEnvironment({ HOME: home, HF_TOKEN: "" }), "hf_fromLogin");
  });

  it("is in the file of `hf auth login`, wherever that is", async () => {
    assert.equal(await tokenOfEnvironment({ HOME: home }), "hf_fromLogin");
    assert.equal(await tokenOfEnvironment({ HOME: home, HF_HOME: home }), "hf_fromHome");
    assert.equal(
      await tokenOfEnvironment({ HOME: home, HF_HOME: home, HF_TOKEN_PATH: join(home, "other") }),
      "hf_fromOther",
    );
    assert.equal(await tokenOfEnvironment({ HOME: join(home, "nobody") }), undefined);
  });

  it("is looked for where Hugging Face's own tools keep it", () => {
    assert.equal(tokenFile({ HOME: "/h" }), join("/h", ".cache", "huggingface", "token"));
    assert.equal(hubHome({ HOME: "/h", XDG_CACHE_HOME: "/x" }), join("/x", "huggingface"));
    assert.equal(hubHome({ HOME: "/h", HF_HOME: "~/hf" }), "/h/hf");
  });
});
