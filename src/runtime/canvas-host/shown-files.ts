import type { CanvasState } from "../protocol/canvas.ts";
import { filesIn, type FileRef, type Value } from "../values/value.ts";
import type { HostedFiles } from "./host.ts";

/**
 * A canvas names a file by its hash and the card that shows it; a file that this card does not show is refused. So a canvas
 * reads nothing but what it shows, whatever it asks for. Of equal contents under several names it may tell the name.
 *
 * @throws where the card does not show the file, or the file is no longer kept
 */
export async function findShownFile(
  state: CanvasState,
  files: HostedFiles,
  card: string,
  hash: string,
  name?: string,
): Promise<{ readonly ref: FileRef; readonly path: string }> {
  const node = ownEntry(state.nodes, card);
  const shown: Value[] = [node?.outputs ?? null, ownEntry(state.inputs, card) ?? null];
  for (const item of node?.items ?? []) shown.push(item.outputs ?? null);
  const equal = shown.flatMap((value) => [...filesIn(value)]).filter((file) => file.$file === hash);
  const ref = equal.find((file) => file.name === name) ?? equal[0];
  const path = ref && (await files.pathOf({ hash, name: ref.name }));
  if (ref === undefined || path === undefined)
    throw new Error("This file is no longer kept. Run the node again to make it again.");
  return { ref, path };
}

/** An entry by a name that a canvas gave, which may also be the name of something that every object has. */
export function ownEntry<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
