import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { copyPrivateFile, makePrivateFolder } from "../files/private-files.ts";
import type { Media } from "../files/media.ts";
import { filesIn, type FileRef, type Values } from "../values/value.ts";

/** Where files of results are. */
export type MediaPaths = Pick<Media, "pathOf">;

/**
 * Copies the files of results to a folder of their own, for a workflow whose data is removed when it closes. Resolves with the
 * paths of the copies.
 */
export async function copyResultFiles(outputs: readonly Values[], media: MediaPaths): Promise<MediaPaths> {
  const files = outputs.flatMap((values) => Object.values(values).flatMap((value) => [...filesIn(value)]));
  if (files.length === 0) return media;
  const folder = await mkdtemp(join(tmpdir(), "daggr-results-"));
  const copies = new Map<string, string>();
  for (const file of files) {
    if (copies.has(keyOf(file))) continue;
    const target = join(folder, file.$file.slice(0, 12));
    await makePrivateFolder(target);
    const path = join(target, basename(file.name));
    await copyPrivateFile(media.pathOf(file), path);
    copies.set(keyOf(file), path);
  }
  return { pathOf: (file) => copies.get(keyOf(file)) ?? media.pathOf(file) };
}

/** Equal contents under several names are several files. */
function keyOf({ $file, name }: FileRef): string {
  return `${$file}/${name}`;
}
