import * as v from "valibot";
import { guideTopics, topicOf } from "../docs.ts";
import { ToolError } from "../safety/tool-error.ts";
import { tool } from "../tool.ts";

export const guide = tool({
  name: "guide",
  title: "How to write a workflow",
  description:
    "The manual, one topic at a time, with code to start from. Read 'start' before you write a first workflow. A topic may be a node or an option too, such as 'FnNode' or 'fallback'. Without a topic: the list of topics.",
  input: v.strictObject({ topic: v.optional(v.string()) }),
  output: v.object({
    topics: v.array(v.object({ topic: v.string(), about: v.string() })),
    text: v.optional(v.string()),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  run: async ({ topic }, { host }) => {
    const all = await guideTopics(host.options.dist);
    const topics = all.map(({ topic: name, about }) => ({ topic: name, about }));
    const list = topics.map(({ topic: name, about }) => `${name}: ${about}`).join("\n");
    if (topic === undefined) return { value: { topics }, text: list };
    const found = topicOf(all, topic);
    if (found === undefined) throw new ToolError(`There is no topic '${topic}'. There are:\n${list}`);
    return { value: { topics, text: found.text }, text: found.text };
  },
});
