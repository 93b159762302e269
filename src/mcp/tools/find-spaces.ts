import * as v from "valibot";
import { tool } from "../tool.ts";

export const findSpaces = tool({
  name: "find_spaces",
  title: "Find Spaces",
  description:
    "Gradio Spaces on Hugging Face by what they do, in plain words: \"remove the background of a photo\". With likes, and whether each runs or sleeps (the first call wakes it). Then ask 'describe_space' for the node.",
  input: v.strictObject({
    query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 10),
    asleep: v.optional(v.pipe(v.boolean(), v.description("Also those that do not run at present.")), true),
  }),
  output: v.object({
    spaces: v.array(
      v.object({
        id: v.string(),
        likes: v.number(),
        title: v.optional(v.string()),
        about: v.optional(v.string()),
        category: v.optional(v.string()),
        stage: v.picklist([
          "running",
          "sleeping",
          "building",
          "starting",
          "paused",
          "stopped",
          "failed",
          "unknown",
        ]),
      }),
    ),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true, idempotentHint: true },
  run: async ({ query, limit, asleep }, { host, signal }) => {
    const found = await host.lookup.hub.findSpaces(query, { limit, asleep, signal });
    const spaces = found.filter(({ stage }) => asleep || stage === "running" || stage === "unknown");
    return { value: { spaces }, wordsOf: "Hugging Face and the authors of Spaces" };
  },
});
