import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What serving a workflow does not need: the extension and its thread, the checker with its declarations, what uploads, and the launchers. */
const notServed = new Set([
  "extension.cjs",
  "graph-worker.cjs",
  "language-worker.cjs",
  "hub.cjs",
  "bin",
  "lib",
  "types",
]);

/** The engine's bundles with the page, from `dist` on. New bundles are taken: one too many does no harm. */
export function engineFiles(dist: string): readonly string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((place) => !notServed.has(place.split("/")[0]!))
    .sort();
}
