import type { NodeDescription } from "../../src/runtime/graph/description.ts";

/** The two letters and the colour by which a kind of node is known. */
export interface KindBadge {
  readonly letters: string;
  readonly colour: string;
  readonly title: string;
}

export const kindBadges: Readonly<Record<NodeDescription["kind"], KindBadge>> = {
  gradio: { letters: "GR", colour: "var(--orange)", title: "Gradio Space" },
  fn: { letters: "ƒ", colour: "var(--blue)", title: "Function" },
  inference: { letters: "AI", colour: "var(--purple)", title: "Hugging Face model" },
  input: { letters: "IN", colour: "var(--grey)", title: "Inputs" },
  choice: { letters: "OR", colour: "var(--green)", title: "Choice" },
  human: { letters: "YOU", colour: "var(--yellow)", title: "Human step" },
};

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

/** Nodes that have a page on the Hub. */
export function hasPage(node: NodeDescription): boolean {
  return node.kind === "gradio" || node.kind === "inference";
}

function shortSpace(space: string): string {
  return space.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
