import * as v from "valibot";
import { tool } from "../tool.ts";

export const findModels = tool({
  name: "find_models",
  title: "Find models",
  description:
    "Models that Hugging Face's Inference Providers serve, the most liked first, by name or words, and by task. Then ask 'describe_model' for the node.",
  input: v.strictObject({
    query: v.optional(v.pipe(v.string(), v.maxLength(200)), ""),
    task: v.optional(v.pipe(v.string(), v.maxLength(60), v.description('Such as "text-to-image".'))),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 10),
  }),
  output: v.object({
    models: v.array(v.object({ id: v.string(), likes: v.number(), task: v.optional(v.string()) })),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true, idempotentHint: true },
  run: async ({ query, task, limit }, { host, signal }) => {
    const found = await host.lookup.hub.searchModels(query, {
      limit,
      signal,
      ...(task !== undefined && { task }),
    });
    const models = found.map(({ id, likes, pipelineTag }) => ({
      id,
      likes,
      ...(pipelineTag && { task: pipelineTag }),
    }));
    return { value: { models }, wordsOf: "Hugging Face and the authors of models" };
  },
});
