import type { Json } from "../../../src/runtime/values/value.ts";
import { call, type Answer, type Asked } from "./asked.ts";
import { differing, failedOnce, failedTwice, refused, type Case } from "./differences.ts";

/** Functions of `graphs.py`, exports of `graphs.ts`. */
export const graphs = ["story", "parts", "files", "document", "choosing", "painting"] as const;

const asked: readonly Asked[] = [
  ...graphs.filter((graph) => graph !== "choosing").map((graph): Asked => [graph, "/api/schema"]),
  ["story", "/api/call", "{}"],
  ["story", "/api/call", ""],
  ["story", "/api/call", call({ make_loud__text: "a b c", make_loud__times: 0 })],
  ["story", "/api/call/main", call({ make_loud__times: 5 })],
  ["story", "/api/call/subgraph_0", call({})],
  ["story", "/api/call", `\ufeff${call({ make_loud__times: 1 })}`],
  ["parts", "/api/call/subgraph_%200", call({})],
  ["parts", "/api/call/subgraph_0_1", call({})],
  ["parts", "/api/call/subgraph_0", call({ halve__number: 8 })],
  [
    "parts",
    "/api/call/subgraph_1",
    call({ flags__on: false, flags__kinds: ["b", "a"], flags__colour: "blue" }),
  ],
  ["files", "/api/call", call({ write__text: "written by a function" })],
  ["document", "/api/call", call({ write__text: "ä file" })],
  ["choosing", "/api/call", call({})],
  ["choosing", "/api/call", call({ number__x: 1, pick___selected_variant: 1 })],
  ["painting", "/api/call", call({ picture__prompt: "sun", picture__seed: 7 })],
];

const defaults: Answer = {
  status: 200,
  body: { outputs: { count_words: { words: { words: 2, text: "HELLO THERE!!" } } } },
};
const choosingInputs: Json = [{ node: "number", port: "x", type: "number", id: "number__x" }];
const choosingOutputs: Json = [{ node: "show", port: "text", type: "textbox" }];
const choices: Json = [{ node: "pick", id: "pick___selected_variant", variants: ["plus", "minus"] }];
const choosing = (more: Readonly<Record<string, Json>>): Answer => ({
  status: 200,
  body: { subgraphs: [{ id: "main", inputs: choosingInputs, outputs: choosingOutputs, ...more }] },
});
const crashed: Answer = { status: 500, body: "Internal Server Error" };
const noObject = refused('The body must be an object: {"inputs": {…}}.');
const noInputs = refused("The field 'inputs' must be an object of values by the ids of inputs.", {
  field: "inputs",
});
const storyInputs = ["make_loud__text", "make_loud__times"];
const partsIds = ["subgraph_0", "subgraph_1"];

/** What is asked of the graphs of `test/workspaces/rest`, which are small and have what the examples have not. */
export const graphCases: readonly Case[] = [
  ...asked.map((one) => ({ asked: one })),
  { asked: ["parts", "/api/call", "{}"], status: 400 },
  differing("choices", ["choosing", "/api/schema"], choosing({}), choosing({ choices })),
  differing("wrongBody", ["story", "/api/call", "[]"], crashed, noObject),
  differing("wrongBody", ["story", "/api/call", "null"], crashed, noObject),
  differing("wrongBody", ["story", "/api/call", '{"inputs":null}'], crashed, noInputs),
  differing("wrongBody", ["story", "/api/call", '{"inputs":[]}'], defaults, noInputs),
  differing(
    "noJson",
    ["story", "/api/call", "{inputs}"],
    defaults,
    refused("The body is no valid JSON: Expected property name or '}' in JSON at position 1."),
  ),
  differing(
    "unknownField",
    ["story", "/api/call", '{"input":{}}'],
    defaults,
    refused("The body has no field 'input'. Did you mean 'inputs'? Its fields are 'inputs', 'fresh'.", {
      field: "input",
      available_fields: ["inputs", "fresh"],
    }),
  ),
  differing(
    "unknownInput",
    ["story", "/api/call", call({ make_loud__txt: "a" })],
    defaults,
    refused(
      "'main' has no input 'make_loud__txt'. Did you mean 'make_loud__text'? Its inputs are 'make_loud__text', 'make_loud__times'.",
      { input: "make_loud__txt", available_inputs: storyInputs, closest: "make_loud__text" },
    ),
  ),
  differing(
    "unknownInput",
    ["parts", "/api/call/subgraph_0", call({ flags__on: false })],
    { status: 200, body: { outputs: { "halve-again": { half: 1 } } } },
    refused(
      "'subgraph_0' has no input 'flags__on'. It belongs to 'subgraph_1'. Its inputs are 'halve__number'.",
      { input: "flags__on", available_inputs: ["halve__number"] },
    ),
  ),
  differing(
    "wrongType",
    ["story", "/api/call", call({ make_loud__times: "3" })],
    { status: 200, body: { outputs: { count_words: { words: { words: 2, text: "HELLO THERE!!!" } } } } },
    refused("The input 'make_loud__times' expects a number, but got the text \"3\".", {
      input: "make_loud__times",
      expected: { type: "number", minimum: 0, maximum: 5 },
    }),
  ),
  differing(
    "wrongType",
    ["story", "/api/call", call({ make_loud__text: 3 })],
    failedTwice("make loud", "'int' object has no attribute 'upper'"),
    refused("The input 'make_loud__text' expects text, but got the number 3.", {
      input: "make_loud__text",
      expected: { type: "string" },
    }),
  ),
  differing(
    "outOfBounds",
    ["story", "/api/call", call({ make_loud__times: 6 })],
    { status: 200, body: { outputs: { count_words: { words: { words: 2, text: "HELLO THERE!!!!!!" } } } } },
    refused(
      "The input 'make_loud__times' expects a number from 0 to 5, but got the number 6. Did you mean 5?",
      { input: "make_loud__times", expected: { type: "number", minimum: 0, maximum: 5 }, closest: 5 },
    ),
  ),
  differing(
    "unknownVariant",
    ["choosing", "/api/call", call({ pick___selected_variant: 2 })],
    failedTwice("pick", "list index out of range"),
    refused(
      "The input 'pick___selected_variant' picks a variant: one of 0 ('plus'), 1 ('minus'), but got 2.",
      {
        input: "pick___selected_variant",
        options: ["plus", "minus"],
      },
    ),
  ),
  differing(
    "failedNode",
    ["parts", "/api/call/subgraph_0", call({ halve__number: 6 })],
    failedTwice("halve-again", "It is odd."),
    failedOnce("halve-again", "It is odd."),
  ),
  differing(
    "unknownPart",
    ["parts", "/api/call/subgraph_2", "{}"],
    refused("Subgraph 'subgraph_2' not found", {}, 404),
    refused("Subgraph 'subgraph_2' not found", { available_subgraphs: partsIds }, 404),
  ),
  differing(
    "unknownPart",
    ["parts", "/api/call/subgraph_x", "{}"],
    refused("Invalid subgraph_id 'subgraph_x'"),
    refused("Invalid subgraph_id 'subgraph_x'", { available_subgraphs: partsIds }),
  ),
  differing(
    "fileAddress",
    ["story", "/file/etc/hosts"],
    { status: 403, body: "" },
    refused("There is nothing at /file/etc/hosts.", {}, 404),
  ),
  differing(
    "method",
    ["story", "/api/schema", "{}"],
    { status: 405, body: { detail: "Method Not Allowed" } },
    refused("/api/schema takes GET, not POST.", {}, 405),
  ),
  differing(
    "method",
    ["story", "/api/call"],
    { status: 404, body: "" },
    refused("/api/call takes POST, not GET.", {}, 405),
  ),
];
