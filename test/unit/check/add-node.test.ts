import assert from "node:assert/strict";
import { format } from "prettier";
import { addNode } from "../../../src/runtime/check/features/add-node.ts";
import type { NodeSource } from "../../../src/runtime/check/features/node-code.ts";
import { writeOutputs, writeType } from "../../../src/runtime/check/features/write-result.ts";
import { TestLanguage, edited } from "./test-language.ts";
import { fakeServices } from "./fake-services.ts";

const empty = "";
const workflow = `import { FnNode, Graph, gr } from "daggr";

const writer = new FnNode(() => "Hello", { outputs: { text: gr.Textbox() } });

export default new Graph({ name: "Test", nodes: [writer] });
`;

describe("new nodes", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  const added = (code: string, source: NodeSource) => edited(code, addNode(asking.analysis(code), source));
  const fromSpace = (space: string, endpoint: string): NodeSource => {
    const api = fakeServices.spaces[space];
    assert.ok(api);
    return { kind: "gradio", api, node: { kind: "gradio", space, endpoint } };
  };

  for (const api of Object.values(fakeServices.spaces))
    for (const { name } of api.endpoints) {
      const endpoint = typeof name === "number" ? `/${name}` : name;
      it(`from ${api.space} ${endpoint} are formatted and check without a problem`, async () => {
        for (const code of [empty, workflow]) {
          const text = added(code, fromSpace(api.space, endpoint));
          // The node of the other endpoint, which leaves a state, is the next to be added.
          const others = asking.allDiagnostics(text).filter(({ code }) => code !== "unmet-state");
          assert.deepEqual(
            others.map(({ message }) => message),
            [],
            text,
          );
          assert.equal(text, await format(text, { parser: "typescript" }));
        }
      });
    }

  it("go before the graph and into it", () => {
    assert.equal(
      added(workflow, fromSpace("owner/speech", "/say")),
      `import { FnNode, GradioNode, Graph, gr } from "daggr";

const writer = new FnNode(() => "Hello", { outputs: { text: gr.Textbox() } });

const say = new GradioNode("owner/speech", {
  apiName: "/say",
  inputs: {
    text: gr.Textbox({ label: "Text" }),
    voice: gr.Dropdown({
      label: "Voice",
      choices: ["Alice", "Bob", "Carol"],
      value: "Alice",
    }),
    speed: gr.Slider({ label: "Speed", minimum: 0.5, maximum: 2, value: 1 }),
    loud: gr.Checkbox({ label: "Loud", value: false }),
  },
  outputs: {
    speech: gr.Audio({ label: "Speech" }),
  },
});

export default new Graph({ name: "Test", nodes: [writer, say] });
`,
    );
  });

  it("do not take a name that is there", () => {
    const twice = added(
      added(workflow, fromSpace("owner/speech", "/say")),
      fromSpace("owner/speech", "/say"),
    );
    assert.match(twice, /const say2 = new GradioNode/);
    assert.deepEqual(asking.ruleDiagnostics(twice), []);
  });

  it("keep to the file's indentation and line ends", () => {
    const tabs = workflow.replace("[writer]", "[\n\t\twriter,\n\t]").replace(/\n/g, "\r\n");
    const text = added(tabs, fromSpace("owner/speech", "/listen"));
    assert.match(text, /\r\n\tapiName: "\/listen",\r\n\tinputs: \{\r\n\t\taudio:/);
    assert.ok(!/[^\r]\n/.test(text));
    assert.deepEqual(asking.ruleDiagnostics(text), []);
  });

  it("can call a model", async () => {
    const node = {
      kind: "inference",
      model: "black-forest-labs/FLUX.1-schnell",
      task: "text-to-image",
    } as const;
    const text = added(empty, { kind: "inference", node });
    assert.match(text, /new InferenceNode\("black-forest-labs\/FLUX\.1-schnell", \{/);
    assert.deepEqual(
      asking.allDiagnostics(text).map(({ message }) => message),
      [],
    );
    assert.equal(text, await format(text, { parser: "typescript" }));
  });
});

describe("results of tests", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  const code = `import { FnNode, GradioNode, Graph, gr } from "daggr";

const listener = new GradioNode("owner/speech", { apiName: "/listen", inputs: { audio: gr.Audio() } });

export default new Graph({ name: "Test", nodes: [listener] });
`;

  it("are written as outputs, as the endpoint calls them", () => {
    const result = { output1: "Hello", output2: 1 };
    const text = edited(code, writeOutputs(asking.analysis(code), "listener", result));
    assert.match(text, /text: gr\.Textbox\(\{ label: "Text" \}\)/);
    assert.match(text, /words: gr\.Number\(\{ label: "Words" \}\)/);
    assert.deepEqual(asking.allDiagnostics(text), []);
  });

  it("are written as outputs by what came back, where nothing else is known", () => {
    const unknown = code.replace("owner/speech", "http://127.0.0.1:9");
    const image = { $file: "a".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const result = { output1: "Hello", output2: 1, output3: true, output4: [1], output5: image };
    const text = edited(unknown, writeOutputs(asking.analysis(unknown), "listener", result));
    for (const entry of ["1: gr.Textbox", "2: gr.Number", "3: gr.Checkbox", "4: gr.JSON", "5: gr.Image"])
      assert.ok(text.includes(`output${entry}()`), text);
  });

  it("tell nothing where every output is named", () => {
    const named = code.replace("inputs:", "outputs: { text: gr.Textbox() }, inputs:");
    assert.deepEqual(writeOutputs(asking.analysis(named), "listener", { text: "Hello" }), []);
  });

  it("are written as a type before the node", () => {
    const text = edited(
      code,
      writeType(asking.analysis(code), "listener", "{ text: string; words: number }"),
    );
    assert.match(text, /type ListenerResult = \{ text: string; words: number \};\n\nconst listener/);
    assert.deepEqual(asking.allDiagnostics(text), []);
    const again = edited(text, writeType(asking.analysis(text), "listener", "{ text: string }"));
    assert.match(again, /type ListenerResult = \{ text: string \};\n\nconst listener/);
    assert.deepEqual(writeType(asking.analysis(again), "listener", "{ text: string }"), []);
  });

  it("are not written where the node cannot be told", () => {
    assert.equal(writeOutputs(asking.analysis(code), "somebody", { text: "Hello" }), undefined);
  });
});
