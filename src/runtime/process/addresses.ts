import { withoutPassword } from "../files/http/address-login.ts";
import type { NodeDescription, WorkflowDescription } from "../graph/description.ts";

/** What leads on to sheets, keys and the canvas has no password in it; a call finds it again by the address. */
export function withoutPasswords(description: WorkflowDescription): WorkflowDescription {
  const graphs = description.graphs.map((graph) => ({
    ...graph,
    nodes: graph.nodes.map((node): NodeDescription => {
      if (node.kind === "choice") return { ...node, variants: node.variants.map(plain) };
      return plain(node);
    }),
  }));
  return { ...description, graphs };
}

function plain<Node extends NodeDescription>(node: Node): Node {
  return node.kind === "gradio" ? { ...node, space: withoutPassword(node.space) } : node;
}
