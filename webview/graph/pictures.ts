import type { NodeDescription } from "../../src/runtime/graph/description.ts";
import { filesIn, type FileRef } from "../../src/runtime/values/value.ts";
import type { NodeState } from "../../src/runtime/protocol/canvas.ts";
import { takesImages } from "../components/files/sources.ts";
import { familyOfOutput } from "./families.ts";

/** The pictures that a node has made at its first port that has some; of a scattered node, those of its items. */
export function picturesOf(node: NodeDescription, nodeState: NodeState, most: number): readonly FileRef[] {
  const made = [nodeState.outputs, ...(nodeState.items ?? []).map((item) => item.outputs)];
  for (const output of node.outputs) {
    if (familyOfOutput(output) !== "image") continue;
    const found: FileRef[] = [];
    for (const outputs of made) {
      for (const file of filesIn(outputs?.[output.name] ?? null))
        if (takesImages(file.mime)) found.push(file);
      if (found.length >= most) break;
    }
    if (found.length > 0) return found.slice(0, most);
  }
  return [];
}
