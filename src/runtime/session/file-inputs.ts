import { filesOf, initialValue } from "../components/described.ts";
import { filePlaces } from "../components/files.ts";
import { absorb } from "../files/absorb.ts";
import type { Media } from "../files/media.ts";
import { canvasInputs } from "../graph/canvas-inputs.ts";
import type { GraphDescription, InputId } from "../graph/description.ts";
import type { Json, Value } from "../graph/value.ts";

/**
 * The values that components bring along where they hold files: taken in by content, so that keys see the content and not
 * the path. A file that cannot be read stays a path, and fails with a clear message when it is used.
 */
export async function fileInputs(
  graph: GraphDescription,
  media: Media,
  folder: string,
): Promise<ReadonlyMap<InputId, Value>> {
  const found = new Map<InputId, Value>();
  const taking = canvasInputs(graph).map(async ({ id, component }) => {
    const value = initialValue(component);
    const shape = filesOf(component);
    if (filePlaces(shape, value).length === 0) return;
    const taken = await absorb(value as Json, shape, media, { folder }).catch(() => undefined);
    if (taken !== undefined) found.set(id, taken);
  });
  await Promise.all(taking);
  return found;
}
