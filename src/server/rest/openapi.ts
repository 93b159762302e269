import { specOf } from "../../runtime/components/registry.ts";
import type { ComponentDescription } from "../../runtime/components/description.ts";
import { filePlaces } from "../../runtime/components/file-positions.ts";
import { filesOf, initialValue } from "../../runtime/components/component-queries.ts";
import { valueSchema, type JsonSchema } from "../../runtime/components/value-schema.ts";
import type { GraphDescription, OutputView } from "../../runtime/graph/description.ts";
import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { Json } from "../../runtime/values/value.ts";

/**
 * The API of a graph as an OpenAPI 3.1 document.
 *
 * @param named by which requests have to name the graph too; undefined where it is the one that is served
 */
export function openApi(
  graph: GraphDescription,
  subgraphs: readonly Subgraph[],
  named: string | undefined,
): Json {
  const parameters = named === undefined ? [] : [graphParameter(named)];
  const callOf = (one: Subgraph, operationId?: string) => callOperation(one, parameters, operationId);
  const calls = subgraphs.map((one) => [`/api/call/${one.id}`, { post: callOf(one) }] as const);
  const [only, ...others] = subgraphs;
  return {
    openapi: "3.1.0",
    info: {
      title: graph.name,
      version: "1",
      description: `Calls the workflow '${graph.name}'. What is left out takes the value that the workflow gives it.`,
    },
    // Relative to this document.
    servers: [{ url: "/" }],
    paths: {
      ...(only && others.length === 0 && { "/api/call": { post: callOf(only, "call") } }),
      ...Object.fromEntries(calls),
      "/api/schema": { get: schemaOf(parameters) },
      "/api/upload": { post: upload },
    },
    components: { schemas: { Error: errorSchema } },
  };
}

const errorSchema: Json = {
  type: "object",
  properties: {
    error: { type: "string", description: "What is wrong, where, and what is valid." },
    input: { type: "string", description: "The input that is meant." },
    closest: { type: "string", description: "The valid id that is most like the one that was given." },
    node: { type: "string", description: "The node that failed." },
    help: { type: "string", description: "What to do." },
  },
  required: ["error"],
};

function failed(description: string): Json {
  return { description, content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } };
}

const upload: Json = {
  operationId: "upload",
  summary: "Uploads files, to be named by their addresses in calls.",
  requestBody: {
    required: true,
    content: {
      "multipart/form-data": {
        schema: {
          type: "object",
          properties: { files: { type: "array", items: { type: "string", format: "binary" } } },
        },
      },
    },
  },
  responses: {
    200: {
      description: "The addresses, in the order of the files.",
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { files: { type: "array", items: { type: "string", format: "uri-reference" } } },
            required: ["files"],
          },
        },
      },
    },
    400: failed("The form cannot be read."),
    413: failed("The files are too large."),
  },
};

function graphParameter(name: string): Json {
  return { name: "graph", in: "query", required: true, schema: { const: name }, description: "The graph." };
}

function schemaOf(parameters: readonly Json[]): Json {
  return {
    operationId: "schema",
    summary: "The inputs and outputs of each part of the graph, as in daggr.",
    parameters,
    responses: {
      200: { description: "The parts.", content: { "application/json": { schema: { type: "object" } } } },
    },
  };
}

function callOperation(
  subgraph: Subgraph,
  parameters: readonly Json[],
  operationId = `call_${subgraph.id}`,
): Json {
  return {
    operationId,
    summary: `Runs ${subgraph.nodes.join(", ")}.`,
    parameters: [
      ...parameters,
      {
        name: "sheet",
        in: "query",
        schema: { type: "string", minLength: 1, maxLength: 200 },
        description: "Keeps the run in the sheet of this name, which is made where there is none.",
      },
    ],
    requestBody: {
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: {
              inputs: { type: "object", properties: inputsOf(subgraph), additionalProperties: false },
              fresh: {
                type: "boolean",
                default: false,
                description: "Runs everything again, also what ran with the same values before.",
              },
            },
            additionalProperties: false,
          },
        },
        "multipart/form-data": {
          schema: { type: "object", properties: formOf(subgraph), additionalProperties: false },
        },
      },
    },
    responses: {
      200: {
        description: "What came out, by node and output. Files are addresses of this server.",
        content: {
          "application/json": { schema: outputsOf(subgraph) },
          "text/event-stream": {
            schema: {
              type: "string",
              description:
                "With `Accept: text/event-stream`: the events progress, partial, output, failed and stopped, each with a node; the last one is result or error.",
            },
          },
        },
      },
      400: failed("The inputs do not fit."),
      404: failed("There is no such part of the graph."),
      413: failed("The request is too large."),
      500: failed("A node failed."),
      503: failed("The workflow cannot run at present."),
    },
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}

function inputsOf({ inputs, choices, questions }: Subgraph): Readonly<Record<string, Json>> {
  return {
    ...Object.fromEntries(inputs.map(({ id, component }) => [id, inputOf(component)])),
    ...Object.fromEntries(
      choices.map(({ id, choice, variants }): [string, Json] => [
        id,
        {
          oneOf: [{ type: "integer", minimum: 0, maximum: variants.length - 1 }, { enum: variants }],
          default: 0,
          description: `Picks a variant of '${choice}', by its number or its name: ${variants.join(", ")}.`,
        },
      ]),
    ),
    ...Object.fromEntries(
      questions.map(({ id, node, step, message }) => [
        id,
        {
          ...(step === "approve" ? { type: "boolean" } : step === "text-input" ? { type: "string" } : {}),
          description: `The answer to '${node}'${message === undefined ? "" : `: ${message}`}`,
        },
      ]),
    ),
  };
}

function inputOf(component: ComponentDescription): JsonSchema {
  const { label, info } = component.options;
  const value = initialValue(component);
  const hasFile = filePlaces(filesOf(component), value).length > 0;
  return {
    ...orNull(valueSchema(component)),
    ...(typeof label === "string" && { title: label }),
    description: typeof info === "string" ? info : specOf(component.component).about,
    // A file's own place means nothing to whoever calls.
    ...(!hasFile && { default: value as Json }),
  };
}

/** Files as such, and everything else as text. */
function formOf(subgraph: Subgraph): Readonly<Record<string, Json>> {
  const sent = subgraph.inputs.flatMap(({ id, component }): [string, Json][] => {
    const schema = valueSchema(component);
    if (isFile(schema)) return [[id, binary]];
    return isFile(schema["items"]) ? [[id, { type: "array", items: binary }]] : [];
  });
  return { ...inputsOf(subgraph), ...Object.fromEntries(sent), fresh: { type: "boolean" } };
}

const binary: Json = { type: "string", format: "binary" };

function isFile(schema: Json | undefined): boolean {
  return (
    typeof schema === "object" && schema !== null && "format" in schema && schema.format === "uri-reference"
  );
}

function outputsOf({ outputs, leaves }: Subgraph): Json {
  const nodes = leaves.map((leaf) => {
    const ports = outputs.filter(({ node }) => node === leaf);
    return [
      leaf,
      { type: "object", properties: Object.fromEntries(ports.map(({ port, view }) => [port, viewOf(view)])) },
    ];
  });
  return {
    type: "object",
    properties: {
      outputs: { type: "object", properties: Object.fromEntries(nodes) as Record<string, Json> },
      fallbacks: {
        type: "object",
        additionalProperties: { type: "string" },
        description:
          "Nodes that failed and whose results came from their fallbacks, with the reason. Left out where there are none.",
      },
    },
    required: ["outputs"],
  };
}

function viewOf(view: Exclude<OutputView, { kind: "hidden" }>): JsonSchema {
  if (view.kind === "component") return orNull(valueSchema(view.component));
  const fields = Object.entries(view.fields).map(([name, field]) => [name, orNull(valueSchema(field))]);
  return { type: "array", items: { type: "object", properties: Object.fromEntries(fields) as JsonSchema } };
}
