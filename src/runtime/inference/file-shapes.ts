import type { FileShape } from "../components/files.ts";
import { specOf } from "../components/table.ts";
import type { InferenceNodeDescription } from "../graph/description.ts";
import type { Lookup } from "../hub/hub.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { inputOf } from "./inputs.ts";
import { taskOf } from "./tasks/table.ts";

/** Where the inputs of a model have files, by input, as its task says. */
export function modelFileShapes(
  node: InferenceNodeDescription,
  model: Lookup<ModelInfo> | undefined,
): ReadonlyMap<string, FileShape> {
  const offered = model?.kind === "found" ? model.info.providers[0]?.task : undefined;
  const spec = taskOf(node.task ?? offered ?? "");
  const names = node.inputs.map(({ name }) => name);
  const shapes = names.flatMap((name) => {
    const input = spec && inputOf(spec, name, names);
    return input ? [[name, specOf(input.component).files({})] as const] : [];
  });
  return new Map(shapes);
}
