import assert from "node:assert/strict";
import type { InputSource } from "../../../../src/runtime/graph/description.ts";
import { canvas, fn, graph, port } from "../../support/graphs.ts";
import { ServedRest } from "./served.ts";

const size: InputSource = {
  kind: "component",
  input: "a.size",
  component: { component: "Dropdown", options: { choices: ["small", "large"] } },
};
const steps: InputSource = {
  kind: "component",
  input: "a.steps",
  component: { component: "Slider", options: { minimum: 1, maximum: 50 } },
};
const table: InputSource = {
  kind: "component",
  input: "a.table",
  component: { component: "File", options: { fileTypes: [".csv"] } },
};
const shared = canvas("a.prompt", "cat");
const description = graph(
  fn("a", {
    prompt: shared,
    count: canvas("a.count", 1, "Number"),
    size,
    steps,
    table,
    data: canvas("a.data", null, "JSON"),
  }),
  fn("b", { x: port("a.output"), prompt: shared }),
);

describe("a call that cannot be carried out", () => {
  let served: ServedRest;
  before(async () => (served = await ServedRest.start([description])));
  after(() => served.stop());
  afterEach(() => assert.deepEqual(served.processes.calls, []));

  const refused: readonly [what: string, body: string, error: string | RegExp, details?: object][] = [
    ["no JSON", "{inputs}", /^The body is no valid JSON: /],
    ["a list", "[]", 'The body must be an object: {"inputs": {…}}.'],
    [
      "a misspelt field",
      '{"input":{}}',
      "The body has no field 'input'. Did you mean 'inputs'? Its fields are 'inputs', 'fresh'.",
      { field: "input", available_fields: ["inputs", "fresh"] },
    ],
    [
      "inputs of another form",
      '{"inputs":[1]}',
      "The field 'inputs' must be an object of values by the ids of inputs.",
      { field: "inputs" },
    ],
    [
      "fresh of another form",
      '{"fresh":"yes"}',
      "The field 'fresh' must be true or false.",
      { field: "fresh" },
    ],
    [
      "an unknown input",
      '{"inputs":{"a__promt":"x"}}',
      "'main' has no input 'a__promt'. Did you mean 'a__prompt'? Its inputs are 'a__prompt', 'b__prompt', 'a__count', 'a__size', 'a__steps', 'a__table', 'a__data'.",
      {
        input: "a__promt",
        available_inputs: [
          "a__prompt",
          "a__count",
          "a__size",
          "a__steps",
          "a__table",
          "a__data",
          "b__prompt",
        ],
        closest: "a__prompt",
      },
    ],
    [
      "a wrong type",
      '{"inputs":{"a__count":"three"}}',
      `The input 'a__count' expects a number, but got the text "three".`,
      { input: "a__count", expected: { type: "number" } },
    ],
    [
      "no option",
      '{"inputs":{"a__size":"big"}}',
      `The input 'a__size' expects one of "small", "large", but got the text "big".`,
      { input: "a__size", expected: { enum: ["small", "large"] } },
    ],
    [
      "an option that is misspelt",
      '{"inputs":{"a__size":"lagre"}}',
      `The input 'a__size' expects one of "small", "large", but got the text "lagre". Did you mean "large"?`,
      { input: "a__size", expected: { enum: ["small", "large"] }, closest: "large" },
    ],
    [
      "a number that is out of bounds",
      '{"inputs":{"a__steps":51}}',
      "The input 'a__steps' expects a number from 1 to 50, but got the number 51. Did you mean 50?",
      { input: "a__steps", expected: { type: "number", minimum: 1, maximum: 50 }, closest: 50 },
    ],
    [
      "a file of another type",
      '{"inputs":{"a__table":"data:text/plain,x"}}',
      /^The input 'a__table' expects files of the types .csv, but got the file 'file.txt'.$/,
      { input: "a__table", expected: { type: "string", format: "uri-reference", contentMediaType: "*/*" } },
    ],
    [
      "two values for one input",
      '{"inputs":{"a__prompt":"x","b__prompt":"y"}}',
      "The input 'b__prompt' is the same input as 'a__prompt', so both need the same value.",
      { input: "b__prompt" },
    ],
    [
      "a reference to a file of somebody",
      JSON.stringify({
        inputs: { a__data: [{ $file: "0".repeat(64), name: "x.png", mime: "image/png", size: 1 }] },
      }),
      "The input 'a__data' was given a file in a form that only Daggr itself uses; give its address.",
      { input: "a__data" },
    ],
  ];
  for (const [what, body, error, details = {}] of refused) {
    it(`is answered 400 for ${what}`, async () => {
      const response = await served.fetch("/api/call", { method: "POST", body });
      const { error: said, ...others } = (await response.json()) as { error: string };
      assert.equal(response.status, 400);
      if (typeof error === "string") assert.equal(said, error);
      else assert.match(said, error);
      assert.deepEqual(others, details);
    });
  }

  it("is answered 413 for JSON that is too deep, and 404 for another graph", async () => {
    const deep = `{"inputs":{"a__data":${"[".repeat(300)}${"]".repeat(300)}}}`;
    const response = await served.fetch("/api/call", { method: "POST", body: deep });
    assert.equal(response.status, 413);
    assert.deepEqual(await served.post("/api/call?graph=Tset", {}), {
      status: 404,
      body: {
        error: "There is no graph 'Tset'. Did you mean 'Test'? The graphs are 'Test'.",
        available_graphs: ["Test"],
      },
    });
  });

  it("is answered 405 with the right method where the method is wrong", async () => {
    for (const [method, path, allow] of [
      ["GET", "/api/call", "POST"],
      ["PUT", "/api/call/main", "POST"],
      ["POST", "/api/schema", "GET"],
      ["DELETE", "/openapi.json", "GET"],
    ] as const) {
      const response = await served.fetch(path, { method });
      assert.deepEqual(await response.json(), { error: `${path} takes ${allow}, not ${method}.` });
      assert.deepEqual([response.status, response.headers.get("allow")], [405, allow]);
    }
    assert.equal((await served.fetch("/api/schema", { method: "HEAD" })).status, 200);
  });

  it("is answered 400 for bytes that are no text, which would otherwise run with other signs", async () => {
    const body = Buffer.concat([
      Buffer.from('{"inputs":{"a__prompt":"'),
      Buffer.of(0xe4),
      Buffer.from('"}}'),
    ]);
    const response = await served.fetch("/api/call", { method: "POST", body });
    assert.deepEqual(
      [response.status, await response.json()],
      [400, { error: "The body is no text in UTF-8." }],
    );
  });
});
