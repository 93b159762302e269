import assert from "node:assert/strict";
import { GradioNode, gr } from "../../../src/runtime/daggr/public.ts";
import { describeNodes } from "./load.ts";

describe("Ports", () => {
  const outputs = { name: gr.Textbox(), then: gr.Textbox(), toString: gr.Textbox(), image: gr.Image() };
  const node = new GradioNode("a/b", { outputs });

  it("are had by the long form where every object has such a member", async () => {
    assert.equal(node.name, "b");
    assert.equal((node as unknown as Record<string, unknown>)["then"], undefined);
    assert.equal(await Promise.resolve(node), node, "a port called `then` does not make the node a promise");
    const user = new GradioNode("a/b", {
      inputs: { a: node.outputs.name, b: node.outputs.then, c: node.outputs.toString, d: node.image },
    });
    const { user: described } = describeNodes({ node, user });
    assert.deepEqual(
      described?.inputs.map((input) => input.kind === "port" && input.from.port),
      ["name", "then", "toString", "image"],
    );
  });

  it("may have any other name", () => {
    const names = { "a b": gr.Textbox(), 'q"': gr.Textbox(), "🐆": gr.Textbox(), title: gr.Textbox() };
    const odd = new GradioNode("a/b", { outputs: names });
    const user = new GradioNode("a/b", {
      inputs: { x: odd["a b"], y: odd['q"'], z: odd["🐆"], t: odd.title },
    });
    const inputs = describeNodes({ odd, user })["user"]?.inputs;
    assert.deepEqual(
      inputs?.map((input) => input.kind === "port" && input.from.port),
      ["a b", 'q"', "🐆", "title"],
    );
  });
});
