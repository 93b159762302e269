import { isAbsolute, join, relative, sep } from "node:path";
import type { StepFailure } from "../../failures/failure.ts";

// The code of a worker lies in another folder than the engine's. Between them a place in the code is a path relative to the folder.

/** @param folder of the code on this machine */
export function withRelativePlaces(failure: StepFailure, folder: string): StepFailure {
  const { at, stack } = failure;
  const path = at && relative(folder, at.file);
  const isOwn = path !== undefined && !path.startsWith("..") && !isAbsolute(path);
  return {
    ...failure,
    ...(at && isOwn && { at: { ...at, file: path.split(sep).join("/") } }),
    ...(stack !== undefined && { stack: stack.replaceAll(`${folder}${sep}`, "") }),
  };
}

/** The same on the machine whose `folder` it came from. */
export function withOwnPlaces(failure: StepFailure, folder: string): StepFailure {
  const { at } = failure;
  if (!at || isAbsolute(at.file) || at.file.split("/").includes("..")) return failure;
  return { ...failure, at: { ...at, file: join(folder, at.file) } };
}
