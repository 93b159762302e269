import { dirname, resolve } from "node:path";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { isPrivateAddress } from "../../runtime/files/private-host.ts";
import type { GraphDescription, NodeDescription } from "../../runtime/graph/description.ts";
import { callableNodes } from "../../runtime/graph/variants.ts";
import type { Root } from "./root.ts";

/** What of the graphs works on this machine only. A person may mean it: the program may be the same on a Space, or another. */
export function machineNotes(file: string, graphs: readonly GraphDescription[], root: Root): StepFailure[] {
  return graphs.flatMap((graph) => [
    ...callableNodes(graph).flatMap((node) => noteOf(node) ?? []),
    ...(graph.allowedPaths ?? [])
      .filter((path) => root.placeOf(resolve(dirname(file), path)) === undefined)
      .map((path) => ({
        message: `The graph '${graph.name}' allows the path '${path}', which a Space does not have.`,
        help: "Put what the code needs of it into the workflow's folder, and name it with --include.",
      })),
  ]);
}

function noteOf(node: NodeDescription): StepFailure | undefined {
  if (node.kind !== "gradio") return undefined;
  if (node.runLocally)
    return {
      message: `'${node.name}' runs ${node.space} locally. The image has neither git nor Python for that.`,
      help: "Set runLocally to false, or write a Dockerfile of your own from that of --dry-run.",
    };
  if (/^https?:/.test(node.space) && isPrivateAddress(node.space))
    return {
      message: `'${node.name}' calls ${node.space}, an address of this machine or network. A Space does not reach it.`,
      help: "Give the address of an app that is public, or a Space.",
    };
  return undefined;
}
