import * as v from "valibot";
import { nodeText } from "../../runtime/check/features/node-code.ts";
import type { ModelInfo } from "../../runtime/hub/model-info.ts";
import { taskNames, taskOf } from "../../runtime/inference/tasks/table.ts";
import { ToolError } from "../safety/tool-error.ts";
import { tool } from "../tool.ts";

const port = v.object({ name: v.string(), component: v.string(), about: v.string() });

export const describeModel = tool({
  name: "describe_model",
  title: "Describe a model",
  description:
    "What a model does and who serves it; the inputs and outputs of each task that it is served for, and 'code', a node that is ready to paste.",
  input: v.strictObject({ model: v.pipe(v.string(), v.maxLength(300), v.description('"owner/name".')) }),
  output: v.object({
    model: v.string(),
    task: v.optional(v.pipe(v.string(), v.description("The Hub's own word."))),
    gated: v.pipe(v.boolean(), v.description("Its licence must be accepted first, on its page.")),
    providers: v.array(v.object({ provider: v.string(), task: v.string(), status: v.string() })),
    tasks: v.array(
      v.object({
        task: v.string(),
        about: v.string(),
        inputs: v.array(v.object({ ...port.entries, required: v.boolean() })),
        outputs: v.array(port),
        code: v.string(),
      }),
    ),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true, idempotentHint: true },
  run: async ({ model }, { host, signal }) => {
    const { hub } = host.lookup;
    const lookup = await hub.model(model.split(":")[0] ?? model, { signal });
    if (lookup.kind === "missing")
      throw new ToolError(`There is no model '${model}', or it is private. 'find_models' finds others.`);
    const { id, pipelineTag, gated, providers } = lookup.info;
    return {
      value: {
        model: id,
        ...(pipelineTag && { task: pipelineTag }),
        gated: gated !== false,
        providers: providers.map(({ provider, task, status }) => ({ provider, task, status })),
        tasks: tasksOf(lookup.info).map((task) => described(id, task)),
      },
      wordsOf: "Hugging Face",
    };
  },
});

/** Those that it is served for, and that can be called. */
function tasksOf({ providers, pipelineTag }: ModelInfo): readonly string[] {
  const served = providers.filter(({ status }) => status === "live").map(({ task }) => task);
  const all = new Set(served.length > 0 || pipelineTag === undefined ? served : [pipelineTag]);
  return taskNames.filter((name) => all.has(name));
}

function described(model: string, task: string) {
  const { about = "", inputs = [], outputs = [] } = taskOf(task) ?? {};
  return {
    task,
    about,
    inputs: inputs.map((one) => ({
      name: one.name,
      component: one.component,
      about: one.about,
      required: one.required,
    })),
    outputs: outputs.map((one) => ({ name: one.name, component: one.component, about: one.about })),
    code: nodeText({ kind: "inference", node: { kind: "inference", model, task } }),
  };
}
