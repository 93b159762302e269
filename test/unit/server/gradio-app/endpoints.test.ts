import assert from "node:assert/strict";
import type { NodeDescription } from "../../../../src/runtime/graph/description.ts";
import { endpointsOf } from "../../../../src/server/gradio-app/api/endpoints.ts";
import { anyOutput, canvas, choice, fn, graph, inputList, port } from "../../support/graphs.ts";

const noFiles = () => undefined;
const approve: NodeDescription = {
  ...{ kind: "human", step: "approve", name: "look-over", named: true, code: "" },
  ...{ hasPreprocess: false, hasPostprocess: false, message: "Fine?" },
  inputs: inputList({ value: port("pick.output") }),
  outputs: [anyOutput("output")],
};

describe("endpoints of a graph for Gradio's clients", () => {
  it("are one for each part and one for each leaf, with the parameters that these need", () => {
    const endpoints = endpointsOf(
      graph(
        fn("make", { prompt: canvas("make.prompt", "cat") }),
        fn("Use it", { text: port("make.output"), size: canvas("use.size", 3, "Number") }),
        fn("show", { text: port("make.output") }),
      ),
      noFiles,
    );
    assert.deepEqual(
      endpoints.map(({ name, parameters, returns }) => [
        name,
        parameters.map((one) => one.name),
        returns.length,
      ]),
      [
        ["main", ["prompt", "size"], 2],
        ["use_it", ["prompt", "size"], 1],
        ["show", ["prompt"], 1],
      ],
    );
  });

  it("offer the only leaf of a part under its name too, but list the part alone", () => {
    const endpoints = endpointsOf(graph(fn("greet", { api_name: canvas("greet.api_name", "you") })), noFiles);
    assert.deepEqual(
      endpoints.map(({ name, documented }) => [name, documented]),
      [
        ["main", true],
        ["greet", false],
      ],
    );
    // Clients have a use of their own for this name.
    assert.deepEqual(
      endpoints[0]?.parameters.map((one) => one.name),
      ["api_name_2"],
    );
  });

  it("take the variant of a choice and the answer of a human step", () => {
    const [main] = endpointsOf(
      graph(choice("pick", fn("plus", { x: canvas("plus.x", 1, "Number") }), fn("minus")), approve),
      noFiles,
    );
    assert.deepEqual(
      main?.parameters.map(({ name, component, default: initial, gives }) => [
        name,
        component.component,
        initial,
        gives.kind,
      ]),
      [
        ["x", "Number", 1, "input"],
        ["pick", "Radio", "plus", "variant"],
        ["look_over_answer", "Checkbox", undefined, "answer"],
      ],
    );
  });
});
