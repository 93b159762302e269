import { basename } from "node:path";
import * as v from "valibot";
import { answeredFrom, calls, recordedCalls } from "../runs/calls.ts";
import { withWorkflow } from "../runs/opened.ts";
import { questionBeforeRun } from "../runs/question.ts";
import { blocksOf, filesOf, resultsOf, shownCuts, shownFiles } from "../runs/shown-results.ts";
import { refuseForeignFiles } from "../safety/given-values.ts";
import { file, json, jsonValue } from "../schemas.ts";
import { tool } from "../tool.ts";

export const testNode = tool({
  name: "test_node",
  title: "Test a node",
  description:
    "Runs one node alone, on example values where nothing is given, and tells what it returns and its type: what the next node gets. Nothing is kept in a sheet. The file's code runs, so the person is asked first.",
  input: v.strictObject({
    file,
    node: v.string(),
    graph: v.optional(v.pipe(v.string(), v.description("Where the file has several."))),
    inputs: v.optional(
      v.pipe(
        v.record(v.string(), jsonValue),
        v.description(
          "Values of the node's inputs. Files are paths from the workflow's folder on, or data URLs.",
        ),
      ),
    ),
    calls,
  }),
  output: v.object({
    run: v.pipe(v.string(), v.description("For 'get_result'.")),
    node: v.string(),
    result: v.record(v.string(), json),
    type: v.pipe(v.string(), v.description("The shape of the result, as TypeScript.")),
    answeredFrom,
    files: shownFiles,
    cut: shownCuts,
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  question: ({ file: name, node, inputs, calls: asked }, host) =>
    questionBeforeRun(host, "test", name, {
      node,
      ...(inputs && { inputs }),
      ...(asked && { calls: asked }),
    }),
  run: async ({ file: name, node, graph, inputs = {}, calls: asked }, { host, signal }) => {
    const { workspace } = host;
    const { visitors } = host.options;
    const path = await workspace.workflow(name);
    await refuseForeignFiles(inputs, { workspace, workflow: path, visitors });
    const data = await host.dataOf(path);
    const recorded = await recordedCalls(host, path, asked);
    const { result, type } = await withWorkflow(host, { file: path, graph, data, recorded }, (workflow) =>
      workflow.test(node, inputs, signal),
    );
    const report = {
      graph: graph ?? "",
      results: { [node]: { ...result } },
      errors: {},
      durations: {},
      reused: [],
    };
    const kept = await host.runs.keep(workspace.nameOf(path), report, data);
    const { results, cut } = resultsOf(kept);
    return {
      value: {
        run: kept.id,
        node,
        result: results[node] ?? {},
        type,
        ...(recorded && { answeredFrom: basename(recorded.folder) }),
        files: filesOf(kept.files, visitors),
        cut,
      },
      wordsOf: "the workflow's functions, Spaces and models",
      further: await blocksOf(kept.files),
    };
  },
});
