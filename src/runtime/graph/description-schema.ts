import * as v from "valibot";
import { componentNames } from "../components/description.ts";
import type { Json } from "../values/value.ts";
import type { FallbackDescription, WorkflowDescription } from "./description.ts";

// The shape of a description that comes from a workflow process. What the names in it mean is checked where they are used.

const text = v.string();
const number = v.pipe(v.number(), v.finite());
const json = v.custom<Json>((input) => input !== undefined);
const source = v.object({ file: text, line: number, column: number });

const component = v.object({ component: v.picklist(componentNames), options: v.record(text, json) });

const view = v.variant("kind", [
  v.object({ kind: v.literal("component"), component }),
  v.object({ kind: v.literal("hidden") }),
  v.object({ kind: v.literal("items"), fields: v.record(text, component) }),
]);

const portRef = v.object({
  node: text,
  port: text,
  each: v.boolean(),
  field: v.optional(text),
  all: v.boolean(),
});

const input = v.variant("kind", [
  v.object({ name: text, kind: v.literal("component"), input: text, component }),
  v.object({ name: text, kind: v.literal("port"), from: portRef }),
  v.object({ name: text, kind: v.literal("fixed"), value: json }),
  v.object({ name: text, kind: v.literal("callable"), code: text }),
  v.object({ name: text, kind: v.picklist(["default", "missing"]) }),
]);

const node = {
  name: text,
  inputs: v.array(input),
  outputs: v.array(v.object({ name: text, view })),
  source: v.optional(source),
  named: v.boolean(),
  code: text,
  hasPreprocess: v.boolean(),
  hasPostprocess: v.boolean(),
};

const fallback: v.GenericSchema<FallbackDescription> = v.variant("kind", [
  v.object({ kind: v.literal("value") }),
  v.object({
    kind: v.literal("node"),
    node: v.lazy(() => v.variant("kind", steps)),
    inputs: v.record(text, text),
  }),
]);

const step = {
  ...node,
  retries: v.optional(number),
  timeout: v.optional(number),
  cacheFor: v.optional(number),
  fallback: v.optional(fallback),
};

const steps = [
  v.object({
    ...step,
    kind: v.literal("gradio"),
    space: text,
    apiName: v.union([text, number]),
    runLocally: v.boolean(),
    validate: v.boolean(),
  }),
  v.object({
    ...step,
    kind: v.literal("fn"),
    fnName: text,
    concurrent: v.boolean(),
    concurrencyGroup: v.optional(text),
    maxConcurrent: v.optional(number),
    where: v.optional(text),
    retry: v.optional(v.literal("never")),
    calls: v.optional(v.array(text)),
    sharesState: v.optional(v.boolean()),
  }),
  v.object({
    ...step,
    kind: v.literal("inference"),
    model: text,
    provider: v.optional(text),
    task: v.optional(text),
  }),
  v.object({
    ...step,
    kind: v.literal("human"),
    step: v.picklist(["choose-one", "approve", "text-input"]),
    message: v.optional(text),
  }),
] as const;

const nodes = v.variant("kind", [
  ...steps,
  v.object({ ...node, kind: v.literal("input") }),
  v.object({ ...node, kind: v.literal("choice"), variants: v.array(v.variant("kind", steps)) }),
]);

const app = v.object({
  inputs: v.optional(
    v.array(
      v.variant("kind", [
        v.object({ kind: v.literal("input"), input: text }),
        v.object({ kind: v.literal("choice"), node: text }),
      ]),
    ),
  ),
  outputs: v.optional(v.array(v.object({ node: text, port: text }))),
});

export const workflowDescriptionSchema = v.object({
  file: text,
  files: v.array(text),
  graphs: v.array(
    v.object({
      name: text,
      persistKey: v.optional(v.union([text, v.literal(false)])),
      allowedPaths: v.optional(v.array(text)),
      nodes: v.array(nodes),
      app: v.optional(app),
      source: v.optional(source),
    }),
  ),
}) satisfies v.GenericSchema<WorkflowDescription>;
