import { readFile, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { ask, type Side } from "./asked.ts";

/** What daggr's own server says of a graph, without the texts that people wrote for people. */
const graphSchema = v.object({
  nodes: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      type: v.string(),
      url: v.nullish(v.string()),
      outputs: v.array(v.string()),
      input_components: v.array(
        v.object({
          component: v.string(),
          port_name: v.string(),
          props: v.object({
            choices: v.optional(v.array(v.tuple([v.string(), v.string()]))),
            minimum: v.nullish(v.number()),
            maximum: v.nullish(v.number()),
            step: v.nullish(v.number()),
          }),
        }),
      ),
    }),
  ),
  edges: v.array(
    v.object({
      from_node: v.string(),
      from_port: v.string(),
      to_node: v.string(),
      to_port: v.string(),
      is_scattered: v.optional(v.boolean(), false),
      is_gathered: v.optional(v.boolean(), false),
    }),
  ),
});

const factsSchema = v.object({
  schema: v.unknown(),
  nodes: v.array(v.string()),
  inputs: v.array(v.string()),
  edges: v.array(v.string()),
});

/** Nodes with what they call and give, inputs with what they take, edges, and the API's schema. */
export type Facts = v.InferOutput<typeof factsSchema>;

const golden = inRoot("test/golden/daggr-examples.json");
const goldenSchema = v.record(v.string(), factsSchema);

/** The facts of daggr's own files, by their names. */
export async function knownFacts(): Promise<Readonly<Record<string, Facts>>> {
  return v.parse(goldenSchema, JSON.parse(await readFile(golden, "utf8")));
}

export async function keepFacts(program: string, facts: Facts): Promise<void> {
  const all = { ...(await knownFacts()), [program]: facts };
  await writeFile(golden, `${JSON.stringify(all, null, 2)}\n`);
}

export async function programFacts(daggr: Side, program: string): Promise<Facts> {
  const { body } = await ask(daggr, [program, "/api/graph"]);
  const { nodes, edges } = v.parse(graphSchema, body);
  return {
    schema: (await ask(daggr, [program, "/api/schema"])).body,
    nodes: nodes
      // daggr draws each canvas input as a node, too.
      .filter(({ id }) => !id.includes("__"))
      .map(({ name, type, url, outputs }) => [name, type, url ?? "", ...outputs].join(" | "))
      .sort(),
    inputs: nodes
      .flatMap(({ id, input_components: components }) =>
        components.map(({ component, port_name: port, props }) => {
          const { minimum, maximum, step, choices = [] } = props;
          const limits = [minimum, maximum, step].map((limit) => limit ?? "");
          return [`${id}.${port}`, component, ...limits, ...choices.map(([, value]) => value)].join(" | ");
        }),
      )
      .sort(),
    edges: edges
      .map((edge) => {
        const how = edge.is_scattered ? " | each" : edge.is_gathered ? " | all" : "";
        return `${edge.from_node}.${edge.from_port} > ${edge.to_node}.${edge.to_port}${how}`;
      })
      .sort(),
  };
}
