import assert from "node:assert/strict";
import { componentNames, type ComponentDescription } from "../../../../src/runtime/components/description.ts";
import { exampleValue, filesOf } from "../../../../src/runtime/components/component-queries.ts";
import { valueSchema } from "../../../../src/runtime/components/value-schema.ts";
import type { InputSource, NodeDescription } from "../../../../src/runtime/graph/description.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";
import { inWords } from "../../../../src/server/rest/value-words.ts";
import { anyOutput, canvas, choice, fn, graph, inputList, port } from "../../support/graphs.ts";
import { matches } from "./json-schema.ts";
import { ServedRest } from "./served.ts";

const filesInput: InputSource = {
  kind: "component",
  input: "c.files",
  component: { component: "File", options: { fileCount: "multiple" } },
};

describe("what describes a served graph", () => {
  let served: ServedRest | undefined;
  afterEach(() => served?.stop());

  it("has a schema for the values of each component, which its own examples fit", () => {
    for (const component of componentNames) {
      const description: ComponentDescription = { component, options: { choices: ["a", "b"] } };
      const [schema, example] = [valueSchema(description), exampleValue(description) as Json];
      assert.ok(matches(schema, example), `${component}: ${JSON.stringify([schema, example])}`);
      assert.doesNotMatch(inWords(schema), /undefined|object Object|any JSON or/);
      if (filesOf(description).kind !== "none")
        assert.match(
          JSON.stringify(schema),
          component === "Plot" ? /plot/ : component === "Chatbot" ? /content/ : /uri-reference/,
        );
    }
    const number: ComponentDescription = {
      component: "Slider",
      options: { minimum: 2, precision: 0 },
    };
    assert.deepEqual(valueSchema(number), { type: "integer", minimum: 2, maximum: 100 });
    assert.equal(matches(valueSchema(number), 1), false);
    assert.equal(inWords(valueSchema(number)), "a whole number from 2 to 100");
  });

  it("is daggr's schema, an OpenAPI document of the same parts, and a page without scripts", async () => {
    const ask: NodeDescription = {
      ...{ kind: "human", step: "approve", name: "ask", named: true, code: "", message: "Fine <b>?" },
      ...{ hasPreprocess: false, hasPostprocess: false },
      ...{ inputs: inputList({ value: port("pick.output") }), outputs: [anyOutput("output")] },
    };
    served = await ServedRest.start([
      graph(
        fn("a-b", { prompt: canvas("a-b.prompt", "<cat>"), log: canvas("x", null, "Chatbot") }),
        choice("pick", fn("one", { x: port("a-b.output") }), fn("two", { y: canvas("two.y", 1, "Number") })),
        ask,
      ),
    ]);
    assert.deepEqual(await served.get("/api/schema"), {
      status: 200,
      body: {
        subgraphs: [
          {
            id: "main",
            inputs: [
              { node: "a-b", port: "prompt", type: "textbox", id: "a_b__prompt" },
              { node: "a-b", port: "log", type: "json", id: "a_b__log" },
              { node: "two", port: "y", type: "number", id: "two__y" },
            ],
            outputs: [{ node: "ask", port: "output", type: "json" }],
            choices: [{ node: "pick", id: "pick___selected_variant", variants: ["one", "two"] }],
            questions: [{ node: "ask", id: "ask__answer", step: "approve", message: "Fine <b>?" }],
          },
        ],
      },
    });
    const { body } = await served.get("/openapi.json");
    assert.equal(body["openapi"], "3.1.0");
    const paths = body["paths"] as Record<string, { post?: { requestBody: Json } }>;
    assert.deepEqual(Object.keys(paths), ["/api/call", "/api/call/main", "/api/schema", "/api/upload"]);
    const text = JSON.stringify(paths["/api/call/main"]?.post?.requestBody);
    for (const id of ["a_b__prompt", "a_b__log", "two__y", "pick___selected_variant", "ask__answer"])
      assert.ok(text.includes(`"${id}"`), id);

    const page = await served.fetch("/api");
    assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'; style-src 'nonce-/);
    const html = await page.text();
    assert.ok(html.includes("a_b__prompt") && html.includes("&#60;cat&#62;"));
    assert.ok(html.includes(`curl -X POST &#39;${served.origin}/api/call&#39;`), html);
    assert.doesNotMatch(html, /<script|<cat>|<b>|src=/);
  });

  it("names the graph in each request where another one than the served is described", async () => {
    const other = { ...graph(fn("c", { files: filesInput })), name: "Other" };
    served = await ServedRest.start([graph(fn("a", { x: canvas("a.x", "1") })), other]);
    const { paths } = (await served.get("/openapi.json?graph=Other")).body as {
      paths: Record<
        string,
        Record<string, { parameters: Json[]; requestBody?: { content: Record<string, Json> } }>
      >;
    };
    const wanted: Json = {
      name: "graph",
      in: "query",
      required: true,
      schema: { const: "Other" },
      description: "The graph.",
    };
    assert.deepEqual(
      [paths["/api/call"]?.["post"]?.parameters[0], paths["/api/schema"]?.["get"]?.parameters[0]],
      [wanted, wanted],
    );
    // Files of a list are sent one by one.
    const form = JSON.stringify(paths["/api/call"]?.["post"]?.requestBody?.content["multipart/form-data"]);
    assert.ok(form.includes('"c__files":{"type":"array","items":{"type":"string","format":"binary"}}'), form);
    assert.match(await (await served.fetch("/api?graph=Other")).text(), /api\/call\?graph=Other/);
  });
});
