import assert from "node:assert/strict";
import {
  ChooseOne,
  FnNode,
  GradioNode,
  Graph,
  InferenceNode,
  InputNode,
  gr,
} from "../../../src/runtime/daggr/public.ts";
import { describeNodes, describeOne } from "./load.ts";

describe("Names of nodes", () => {
  it("are the given one, the variable, or the short name of function, Space, URL and model", () => {
    const summarize = ({ text = "" }) => text;
    const variable = new FnNode(summarize);
    const nodes = [
      variable,
      new FnNode(summarize, { name: "Given" }),
      new FnNode(summarize),
      new FnNode(() => 1),
      new GradioNode("owner/Space-1.5"),
      new GradioNode("http://127.0.0.1:7860/"),
      new GradioNode("https://huggingface.co/spaces/owner/paged"),
      new InferenceNode("owner/model:provider"),
      new InputNode({ ports: { a: gr.Textbox() } }),
      new ChooseOne({ options: ["a"] }),
    ];
    const graph = describeOne(new Graph({ name: "g", nodes }), { variable });
    assert.deepEqual(
      graph.nodes.map(({ name, named }) => (named ? name : `(${name})`)),
      [
        "variable",
        "Given",
        "(summarize)",
        "(fn)",
        "(Space-1.5)",
        "(127.0.0.1:7860)",
        "(paged)",
        "(model)",
        "(inputs)",
        "(chooseOne)",
      ],
    );
  });

  it("are numbered where a loop or a helper makes several, and given ones stay", () => {
    const [tts1, tts2, tts3] = ["a", "b", "c"].map(() => new GradioNode("a/b"));
    const given = new GradioNode("a/b", { name: "tts_2" });
    const graph = describeOne(new Graph({ name: "g", nodes: [tts1!, tts2!, tts3!, given] }), {
      tts1,
      tts2,
      tts3,
    });
    assert.deepEqual(
      graph.nodes.map(({ name, named }) => [name, named]),
      [
        ["tts", true],
        ["tts_3", false],
        ["tts_4", false],
        ["tts_2", true],
      ],
    );
  });

  it("are known to the nodes once the graph is described", () => {
    const painter = new GradioNode("a/b");
    assert.equal(painter.name, "b");
    describeNodes({ painter });
    assert.equal(painter.name, "painter");
  });

  it("may hold spaces, quotes, slashes and emoji", () => {
    const name = `it's "a/b" 🐆 ü`;
    assert.deepEqual(Object.keys(describeNodes({ x: new GradioNode("a/b", { name }) })), [name]);
  });
});
