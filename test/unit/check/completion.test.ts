import assert from "node:assert/strict";
import { complete } from "../../../src/runtime/check/features/completion.ts";
import type { Completion } from "../../../src/runtime/protocol/language.ts";
import { TestLanguage, edited, withCursor } from "./test-language.ts";

const imports = `import { FnNode, GradioNode, Graph, InferenceNode, gr } from "daggr";\n`;
const painter = `const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: gr.Textbox() },
  outputs: { image: gr.Image(), seed: gr.Number() },
});
`;

describe("completion", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  const offered = async (marked: string): Promise<readonly Completion[]> => {
    const { code, position } = withCursor(imports + marked);
    return (await complete(asking.analysis(code), position))?.items ?? [];
  };
  const labels = async (marked: string) => (await offered(marked)).map(({ label }) => label);
  /** The text after the one suggestion of this label was taken. */
  const taken = async (marked: string, label: string) => {
    const { code, position } = withCursor(imports + marked);
    const found = (await complete(asking.analysis(code), position))?.items.find((one) => one.label === label);
    assert.ok(found, `'${label}' is not offered`);
    const own = { file: "", range: found.range, newText: found.insert };
    return edited(code, [own, ...(found.edits ?? [])]);
  };

  it("offers Spaces by what is typed", async () => {
    assert.deepEqual(await labels(`new GradioNode("backgr|")`), ["hf-applications/background-removal"]);
  });

  it("replaces the whole id, also before the closing quote is typed", async () => {
    assert.match(
      await taken(`new GradioNode("owner/sp|eech")`, "owner/speech"),
      /new GradioNode\("owner\/speech"\)/,
    );
    assert.match(
      await taken(`new GradioNode("owner/sp|")`, "owner/speech"),
      /new GradioNode\("owner\/speech"\)/,
    );
    assert.match(await taken(`new GradioNode("owner/sp|`, "owner/speech"), /new GradioNode\("owner\/speech$/);
  });

  it("offers models", async () => {
    assert.deepEqual(await labels(`new InferenceNode("FLUX|")`), ["black-forest-labs/FLUX.1-schnell"]);
  });

  it("offers the endpoints of the Space", async () => {
    assert.deepEqual(await labels(`new GradioNode("hf-applications/background-removal", { apiName: "|" })`), [
      "/image",
      "/text",
      "/png",
    ]);
  });

  it("offers the parameters that are not given yet, required ones first", async () => {
    const found = await labels(
      `new GradioNode("owner/speech", { apiName: "/say", inputs: { loud: true, | } })`,
    );
    assert.deepEqual(found, ["text", "voice", "speed"]);
  });

  it("writes a parameter with its component", async () => {
    const text = await taken(`new GradioNode("owner/speech", { apiName: "/say", inputs: { | } })`, "speed");
    assert.match(text, /speed: gr\.Slider\(\{ label: "Speed", minimum: 0\.5, maximum: 2, value: 1 \}\)/);
  });

  it("imports gr with it", async () => {
    const { code, position } = withCursor(
      `import { GradioNode } from "daggr";\nnew GradioNode("owner/speech", { inputs: { | } })`,
    );
    const [first] = (await complete(asking.analysis(code), position))?.items ?? [];
    assert.ok(first);
    assert.match(edited(code, first.edits), /^import \{ GradioNode, gr \} from "daggr";/);
  });

  it("offers the inputs of a function", async () => {
    assert.deepEqual(
      await labels(`new FnNode(({ topic, tone = "dry" }) => topic + tone, { inputs: { | } })`),
      ["topic", "tone"],
    );
  });

  it("offers the inputs of a model's task", async () => {
    const found = await labels(`new InferenceNode("black-forest-labs/FLUX.1-schnell", { inputs: { | } })`);
    assert.ok(found.includes("prompt"), found.join());
  });

  it("offers allowed values, in quotes where there are none yet", async () => {
    assert.deepEqual(
      await labels(`new GradioNode("owner/speech", { apiName: "/say", inputs: { voice: "|" } })`),
      ["Alice", "Bob", "Carol"],
    );
    const bare = await labels(`new GradioNode("owner/speech", { apiName: "/say", inputs: { voice: | } })`);
    assert.deepEqual(bare.slice(0, 3), ['"Alice"', '"Bob"', '"Carol"']);
  });

  it("offers the ports that fit, of nodes made before", async () => {
    const found = await labels(
      `${painter}const later = new GradioNode("hf-applications/background-removal", { apiName: "/image", inputs: { image: | } });\nconst after = new FnNode(() => "x", { outputs: { image: gr.Image() } });`,
    );
    assert.ok(found.includes("painter.image"), found.join());
    assert.ok(!found.includes("painter.seed") && !found.includes("after.image"), found.join());
  });

  it("offers all ports to a function", async () => {
    const found = await labels(`${painter}const fn = new FnNode(({ a }) => a, { inputs: { a: p| } });`);
    assert.deepEqual(found, ["painter.image", "painter.seed"]);
  });

  it("offers the outputs that the endpoint returns", async () => {
    const text = await taken(
      `new GradioNode("owner/speech", { apiName: "/listen", outputs: { text: gr.Textbox(), | } })`,
      "words",
    );
    assert.match(text, /words: gr\.Number\(\{ label: "Words" \}\)/);
  });

  it("offers tasks", async () => {
    assert.ok((await labels(`new InferenceNode("a/b", { task: "|" })`)).includes("text-to-image"));
  });

  it("offers nothing elsewhere", async () => {
    assert.deepEqual(await labels(`const text = "owner/|";`), []);
    assert.deepEqual(await labels(`${painter}painter.|`), []);
  });

  it("offers what is in the file where the Hub cannot be reached", async () => {
    const search = { ...asking.language.lookup, searchSpaces: () => Promise.reject(new Error("offline")) };
    const { code, position } = withCursor(`${imports}${painter}new GradioNode("|")`);
    const found = await complete({ ...asking.analysis(code), lookup: search }, position);
    assert.deepEqual(
      found?.items.map(({ label }) => label),
      ["hf-applications/Z-Image-Turbo"],
    );
  });
});
