import assert from "node:assert/strict";
import { meantEndpoint } from "../../../src/runtime/gradio/schema/endpoint.ts";
import { findClosest } from "../../../src/runtime/text/similarity.ts";

describe("what is meant by a word", () => {
  const meant: readonly (readonly [written: string, options: readonly string[], meant: string])[] = [
    ["imag", ["seed", "image"], "image"],
    ["sead", ["seed", "image"], "seed"],
    ["sya", ["say", "mix"], "say"],
    ["img", ["seed", "image"], "image"],
    ["description", ["desc", "image"], "desc"],
    ["/generate", ["/lambda", "/generate_image"], "/generate_image"],
    [
      "hf-aplications/background-removal",
      ["hf-applications/background-removal"],
      "hf-applications/background-removal",
    ],
  ];
  for (const [written, options, expected] of meant)
    it(`takes ${written} for ${expected}`, () => assert.equal(findClosest(written, options), expected));

  const alike: readonly (readonly [written: string, options: readonly string[]])[] = [
    ["/resize", ["/remove"]],
    ["picture", ["caption", "seed"]],
    ["shape", ["scale"]],
    ["Zoe", ["Bob"]],
    ["/8", ["/7"]],
    ["y", ["x"]],
    ["other/model:together", ["owner/unserved:together"]],
  ];
  for (const [written, options] of alike)
    it(`does not take ${written} for ${options.join(" or ")}, which only look alike`, () =>
      assert.equal(findClosest(written, options), undefined));
});

describe("the endpoint that is meant", () => {
  it("is a similar one before all others", () => {
    assert.equal(meantEndpoint("/texts", ["/image", "/text"], ["/image"]), "/text");
  });

  it("is the only one that takes the inputs", () => {
    assert.equal(meantEndpoint("/paint", ["/image", "/text"], ["/text"]), "/text");
    assert.equal(meantEndpoint("/paint", ["/image", "/text"], ["/image", "/text"]), undefined);
  });

  it("is the first one for a name that says nothing", () => {
    assert.equal(meantEndpoint("/infer", ["/image", "/text"]), "/image");
    assert.equal(meantEndpoint("predict", ["/image", "/text"]), "/image");
    assert.equal(meantEndpoint("/resize", ["/image", "/text"]), undefined);
    assert.equal(meantEndpoint("/infer", []), undefined);
  });
});
