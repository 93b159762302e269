import * as v from "valibot";
import { describeWorkflow as describe } from "../../runtime/check/features/describe-workflow.ts";
import { nodeKinds } from "../../runtime/graph/node-kinds.ts";
import type { KeptRun } from "../runs/run-store.ts";
import { ToolError } from "../safety/tool-error.ts";
import { file } from "../schemas.ts";
import { tool } from "../tool.ts";

const kinds = Object.keys(nodeKinds);

export const describeWorkflow = tool({
  name: "describe_workflow",
  title: "Describe a workflow",
  description:
    "The graphs of a workflow file, their nodes and how these are joined, read from its text without running it; and how each node fared in the runs that were made with 'run'.",
  input: v.strictObject({ file }),
  output: v.object({
    file: v.string(),
    graphs: v.array(
      v.object({
        name: v.optional(v.string()),
        exported: v.boolean(),
        line: v.number(),
        nodes: v.array(v.string()),
        complete: v.pipe(v.boolean(), v.description("Whether these are all nodes: a loop may make more.")),
      }),
    ),
    nodes: v.array(
      v.object({
        name: v.optional(v.string()),
        kind: v.picklist(kinds),
        line: v.number(),
        calls: v.optional(v.string()),
        endpoint: v.optional(v.string()),
        service: v.optional(v.picklist(["Space", "model"])),
        inputs: v.array(
          v.object({
            name: v.string(),
            from: v.picklist(["port", "component", "value"]),
            what: v.pipe(v.string(), v.description('"node.port", the component, or the code.')),
          }),
        ),
        outputs: v.record(v.string(), v.nullable(v.string())),
        variants: v.optional(v.array(v.string())),
        mayCall: v.optional(
          v.pipe(v.array(v.string()), v.description("Nodes that its function may call while it runs.")),
        ),
        calledBy: v.optional(
          v.pipe(
            v.array(v.string()),
            v.description(
              "Nodes whose functions may call it: it has no wires, and runs only where they call it.",
            ),
          ),
        ),
      }),
    ),
    runs: v.pipe(
      v.array(
        v.object({
          run: v.string(),
          at: v.string(),
          graph: v.string(),
          nodes: v.record(v.string(), v.picklist(["ran", "reused", "failed"])),
        }),
      ),
      v.description("The latest last."),
    ),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  run: async ({ file: name }, { host }) => {
    const path = await host.workspace.workflow(name);
    const description = await host.checks.read(path, (analysis) => analysis && describe(analysis));
    if (description === undefined) throw new ToolError(`'${name}' cannot be read.`);
    const shown = host.workspace.nameOf(path);
    const runs = host.options.visitors ? [] : host.runs.all.filter((run) => run.file === shown);
    return {
      value: {
        file: shown,
        graphs: description.graphs.map((graph) => ({ ...graph, nodes: [...graph.nodes] })),
        nodes: description.nodes.map(({ variants, mayCall, calledBy, ...node }) => ({
          ...node,
          inputs: [...node.inputs],
          outputs: { ...node.outputs },
          ...(variants && { variants: [...variants] }),
          ...(mayCall && { mayCall: [...mayCall] }),
          ...(calledBy && { calledBy: [...calledBy] }),
        })),
        runs: runs.slice(-5).map(stateOf),
      },
      wordsOf: "the workflow's file",
    };
  },
});

function stateOf({ id, at, report }: KeptRun) {
  const nodes: Record<string, "ran" | "reused" | "failed"> = {};
  for (const name of Object.keys(report.results))
    nodes[name] = report.reused.includes(name) ? "reused" : "ran";
  for (const name of Object.keys(report.errors)) nodes[name] = "failed";
  return { run: id, at, graph: report.graph, nodes };
}
