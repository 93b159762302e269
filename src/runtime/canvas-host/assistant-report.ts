import { nodesOf } from "../graph/variants.ts";
import type { CanvasState } from "../../runtime/protocol/canvas.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";

/** What went wrong, in a form that a coding assistant can act on: the node, the place, the cause, the output. */
export function reportForAssistant(state: CanvasState, name?: string): string {
  if (name === undefined) {
    if (state.loading.kind !== "failed") return `The Daggr workflow ${state.title} loads without an error.`;
    return [
      `The Daggr workflow file ${state.title} cannot be loaded.`,
      ...describe(state.loading.failure),
    ].join("\n");
  }
  const node = state.graph && nodesOf(state.graph).find((candidate) => candidate.name === name);
  const current = state.nodes[name];
  if (node === undefined || current === undefined) return `There is no node '${name}' in ${state.title}.`;
  const lines = [
    `Node '${name}' (${node.kind}) of the Daggr graph '${state.graph?.name ?? ""}' in ${state.title}: ${current.status}.`,
  ];
  if (node.source !== undefined) lines.push(`It is made in ${node.source.file}:${node.source.line}.`);
  if (node.kind === "gradio") lines.push(`It calls ${String(node.apiName)} of ${node.space}.`);
  if (node.kind === "inference") lines.push(`It calls the model ${node.model}.`);
  lines.push(`Inputs: ${node.inputs.map((input) => `${input.name} (${input.kind})`).join(", ") || "none"}.`);
  lines.push(`Outputs: ${node.outputs.map((output) => output.name).join(", ") || "none"}.`);
  if (current.failure !== undefined) lines.push(...describe(current.failure));
  if (current.logs.length > 0)
    lines.push("Its last output:", ...current.logs.slice(-40).map((line) => `  ${line.text}`));
  return lines.join("\n");
}

function describe(failure: StepFailure): string[] {
  const lines = [`Error: ${failure.message}`];
  if (failure.help !== undefined) lines.push(`What to do: ${failure.help}`);
  if (failure.at !== undefined) lines.push(`At: ${failure.at.file}:${failure.at.line}`);
  for (const cause of failure.causes ?? []) lines.push(`Caused by: ${cause}`);
  if (failure.stack !== undefined) lines.push("Stack:", failure.stack);
  return lines;
}
