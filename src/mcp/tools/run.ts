import { basename } from "node:path";
import * as v from "valibot";
import { StepError } from "../../runtime/failures/failure.ts";
import { progressTeller } from "../../runtime/headless/progress-text.ts";
import type { InputValue } from "../../runtime/headless/input-changes.ts";
import type { Json } from "../../runtime/values/value.ts";
import { answeredFrom, calls, recordedCalls } from "../runs/calls.ts";
import { withWorkflow } from "../runs/opened.ts";
import { questionBeforeRun } from "../runs/question.ts";
import { blocksOf, filesOf, resultsOf, shownCuts, shownFiles, shownResults } from "../runs/shown-results.ts";
import { refuseForeignFiles } from "../safety/given-values.ts";
import { ToolError } from "../safety/tool-error.ts";
import { file, jsonValue } from "../schemas.ts";
import { tool } from "../tool.ts";

export const run = tool({
  name: "run",
  title: "Run a workflow",
  description:
    "Runs a workflow, or one node with what it needs, and gives the results. What is still fresh from an earlier run is reused. The file's code runs and services are called in the person's name, so the person is asked first. Long values are cut; 'get_result' reads on.",
  input: v.strictObject({
    file,
    graph: v.optional(v.pipe(v.string(), v.description("Where the file has several."))),
    node: v.optional(
      v.pipe(v.string(), v.description("This node and what it needs, instead of everything.")),
    ),
    inputs: v.optional(
      v.pipe(
        v.record(v.string(), jsonValue),
        v.description(
          'Values of inputs by "node.input"; what is left out keeps that of the run before. Files are paths in the workspace, or data URLs.',
        ),
      ),
    ),
    answers: v.optional(
      v.pipe(
        v.record(v.string(), jsonValue),
        v.description(
          "Answers to steps that wait for a person, by the step's name. Ask the person for them.",
        ),
      ),
    ),
    again: v.optional(
      v.pipe(v.array(v.string()), v.description("Nodes that run although their results are fresh.")),
    ),
    anyway: v.optional(v.pipe(v.boolean(), v.description("Begin although a step is certain to fail."))),
    calls,
  }),
  output: v.object({
    run: v.pipe(v.string(), v.description("For 'get_result'.")),
    graph: v.string(),
    results: shownResults,
    errors: v.record(v.string(), v.object({ message: v.string(), line: v.nullable(v.number()) })),
    durations: v.pipe(v.record(v.string(), v.number()), v.description("Milliseconds.")),
    reused: v.array(v.string()),
    fallbacks: v.optional(
      v.pipe(
        v.record(v.string(), v.object({ because: v.string(), node: v.optional(v.string()) })),
        v.description("Nodes whose result came from their fallback, and why. The next run tries them again."),
      ),
    ),
    variants: v.optional(
      v.pipe(
        v.record(v.string(), v.string()),
        v.description("Of each choice, which variant these results are of."),
      ),
    ),
    answeredFrom,
    files: shownFiles,
    cut: shownCuts,
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  question: ({ file: name, node, inputs, calls: asked }, host) =>
    questionBeforeRun(host, "run", name, {
      ...(node !== undefined && { node }),
      ...(inputs && { inputs }),
      ...(asked && { calls: asked }),
    }),
  run: async (
    { file: name, graph, node, inputs = {}, answers = {}, again, anyway, calls: asked },
    { host, signal, progress },
  ) => {
    const { workspace } = host;
    const { visitors } = host.options;
    const path = await workspace.workflow(name);
    await refuseForeignFiles({ ...inputs, ...answers }, { workspace, workflow: path, visitors });
    const data = await host.dataOf(path);
    const recorded = await recordedCalls(host, path, asked);
    const report = await withWorkflow(host, { file: path, graph, data, recorded }, async (workflow) => {
      await workflow.setInputs(Object.entries(inputs).map(inputValue));
      await workflow.answerWith((step) => {
        const answer = Object.hasOwn(answers, step) ? answers[step] : undefined;
        if (answer !== undefined) return Promise.resolve(answer);
        throw new StepError({
          message: `'${step}' waits for a person's answer.`,
          help: `Ask the person, and call 'run' again with answers: { ${JSON.stringify(step)}: … }.`,
        });
      });
      const tell = progressTeller();
      await workflow.onNodeState((step, state) => {
        const text = tell(step, state);
        if (text !== undefined) progress(`${step} ${text}`);
      });
      return (await workflow.run({ node, again, anyway, signal })).report;
    });
    const kept = await host.runs.keep(workspace.nameOf(path), report, data);
    const { results, cut } = resultsOf(kept);
    const { errors, durations, reused, fallbacks, variants } = report;
    const files = filesOf(kept.files, visitors);
    return {
      value: {
        run: kept.id,
        graph: report.graph,
        results,
        errors,
        durations,
        reused,
        ...(fallbacks && { fallbacks }),
        ...(variants && { variants }),
        ...(recorded && { answeredFrom: basename(recorded.folder) }),
        files,
        cut,
      },
      wordsOf: "the workflow's functions, Spaces and models",
      further: await blocksOf(kept.files),
    };
  },
});

/** `node.input`; the node's name may hold dots, the input's may not. */
function inputValue([name, value]: [string, Json]): InputValue {
  const dot = name.lastIndexOf(".");
  if (dot <= 0)
    throw new ToolError(`'${name}' is no input. Name it "node.input"; 'describe_workflow' lists them.`);
  return { node: name.slice(0, dot), input: name.slice(dot + 1), value };
}
