import { join } from "node:path";

/** Where the files of results stand in the folder of an engine's data: a canvas loads them from there before the engine runs. */
export function mediaFolder(data: string): string {
  return join(data, "media");
}
