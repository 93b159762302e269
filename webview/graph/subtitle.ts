import type { NodeDescription } from "../../src/runtime/graph/description.ts";

/** The line under the name: what the node calls. */
export function subtitleOf(node: NodeDescription): string {
  switch (node.kind) {
    case "gradio":
      return `${shortSpace(node.space)} · ${String(node.apiName)}`;
    case "fn":
      return node.fnName && node.fnName !== node.name ? `${node.fnName}()` : "function";
    case "inference":
      return [node.model, node.task, node.provider].filter((part) => part !== undefined).join(" · ");
    case "input":
      return `${node.inputs.length} inputs`;
    case "choice":
      return `one of ${node.variants.length}`;
    case "human":
      return { "choose-one": "choose one", approve: "approve", "text-input": "write" }[node.step];
  }
}

function shortSpace(space: string): string {
  return space.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
