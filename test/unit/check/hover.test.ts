import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { hover } from "../../../src/runtime/check/features/hover.ts";
import { links } from "../../../src/runtime/check/features/links.ts";
import { TestLanguage, withCursor } from "./test-language.ts";

const imports = `import { GradioNode, InferenceNode, gr } from "daggr";\n`;

describe("hover and links", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  const shown = (marked: string) => {
    const { code, position } = withCursor(imports + marked);
    return hover(asking.analysis(code), position)?.contents;
  };

  it("shows an endpoint in one glance", () => {
    const text = shown(`new GradioNode("owner/speech", { apiName: "/s|ay", inputs: { text: "a" } })`) ?? "";
    assert.match(text, /\*\*\/say\*\* of `owner\/speech`/);
    assert.match(text, /`text` \| `string` \| \*\*required\*\*/);
    assert.match(text, /`voice` \| `"Alice" \\\| "Bob" \\\| "Carol"` \| `"Alice"`/);
    assert.match(text, /- Speech: `audio file`/);
  });

  it("shows a Space with its endpoints", () => {
    const text = shown(`new GradioNode("owner/sp|eech")`) ?? "";
    assert.match(text, /`\/mix` \(tracks, format\) → Mix/);
    assert.match(text, /`\/7` \(param_0\) → Text/);
  });

  it("shows a parameter with its default, allowed values and range", () => {
    assert.match(
      shown(`new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "a", voi|ce: "Bob" } })`) ??
        "",
      /Allowed: `"Alice"`, `"Bob"`, `"Carol"`/,
    );
    assert.match(
      shown(`new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "a", spe|ed: 1 } })`) ?? "",
      /Default: `1`[^]*From 0\.5 to 2\./,
    );
  });

  it("shows which return value an output gets", () => {
    assert.equal(
      shown(`new GradioNode("owner/speech", { apiName: "/listen", outputs: { a: null, b|: gr.Number() } })`),
      "Return value 2: **Words** (number)",
    );
  });

  it("knows the arguments of postprocess", () => {
    const text =
      shown(
        `new GradioNode("hf-applications/background-removal", { apiName: "/image", postprocess: (_original, fi|nal) => final })`,
      ) ?? "";
    assert.match(text, /\(parameter\) final: ImageFile/);
    assert.match(text, /Return value 2/);
  });

  it("shows who serves a model", () => {
    assert.match(
      shown(`new InferenceNode("meta-llama/Lla|ma-3.1-8B-Instruct")`) ?? "",
      /- novita: conversational/,
    );
    assert.match(shown(`new InferenceNode("owner/uns|erved")`) ?? "", /No Inference Provider serves it/);
  });

  it("leads from a node and its options to the reference, whose sections are there", () => {
    const sections = new Set(
      [...readFileSync(inRoot("docs/reference.md"), "utf8").matchAll(/^## (.*)$/gm)].map(([, title]) =>
        title!.toLowerCase(),
      ),
    );
    const linked = (marked: string) => {
      const text = shown(marked) ?? "";
      const section = /^\[Documentation\]\(https:.*\/docs\/reference\.md#(\w+)\)$/.exec(text)?.[1] ?? text;
      assert.ok(sections.has(section), section);
      return section;
    };
    assert.equal(linked(`new Gradio|Node("owner/speech", { apiName: "/say" })`), "spaces");
    assert.equal(linked(`new GradioNode("owner/speech", { api|Name: "/say" })`), "spaces");
    assert.equal(linked(`new GradioNode("owner/speech", { ret|ries: 1 })`), "failures");
    assert.equal(linked(`new GradioNode("owner/speech", { cache|For: 1 })`), "results");
    assert.equal(linked(`new GradioNode("owner/speech", { na|me: "a" })`), "nodes");
    assert.equal(linked(`new Inference|Node("a/b")`), "models");
    assert.equal(linked(`new GradioNode("owner/speech", { out|puts: {} })`), "outputs");
    assert.equal(linked(`new GradioNode("owner/speech", { in|puts: {} })`), "inputs");
  });

  it("shows nothing elsewhere", () => {
    assert.equal(shown(`const te|xt = 1;`), undefined);
  });

  it("leads from ids to their pages", () => {
    const hub = { spacePage: (id: string) => `hub/spaces/${id}`, modelPage: (id: string) => `hub/${id}` };
    const code = `${imports}new GradioNode("owner/speech");\nnew InferenceNode("a/b:novita");\nnew GradioNode("http://127.0.0.1:7860");\nconst id = "c/d";\nnew GradioNode(id);`;
    const found = links(asking.analysis(code), hub);
    assert.deepEqual(
      found.map(({ url }) => url),
      ["hub/spaces/owner/speech", "hub/a/b", "http://127.0.0.1:7860"],
    );
    assert.deepEqual(found[0]?.range, { start: { line: 1, character: 16 }, end: { line: 1, character: 28 } });
  });
});
