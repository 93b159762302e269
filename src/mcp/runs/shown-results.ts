import { readFile } from "node:fs/promises";
import type { ContentBlock } from "@modelcontextprotocol/server";
import * as v from "valibot";
import type { Json } from "../../runtime/values/value.ts";
import { json } from "../schemas.ts";
import { Budget, excerpt, type Cut } from "./excerpt.ts";
import type { KeptRun, ResultFile } from "./run-store.ts";

/** Characters of all results of one answer together. */
const maxCharacters = 16_000;
/** Bytes of a picture that is shown at once, and how many are. */
const maxPictureBytes = 1024 * 1024;
const maxPictures = 4;

export const shownFiles = v.array(
  v.object({
    uri: v.pipe(
      v.string(),
      v.description("A resource that can be read; it stands in the value in place of the file."),
    ),
    node: v.string(),
    port: v.string(),
    name: v.string(),
    mimeType: v.string(),
    bytes: v.number(),
    path: v.optional(v.pipe(v.string(), v.description("Where it is on this machine."))),
  }),
);

export const shownCuts = v.pipe(
  v.array(
    v.object({ node: v.string(), port: v.string(), at: v.string(), size: v.number(), offset: v.number() }),
  ),
  v.description("What was left out. 'get_result' with these arguments reads on."),
);

export const shownResults = v.pipe(
  v.record(v.string(), v.record(v.string(), json)),
  v.description("Node, output, value. Files are addresses of resources."),
);

/** The results of a run, as far as they fit into one answer. */
export function resultsOf({ report }: KeptRun): {
  readonly results: Record<string, Record<string, Json>>;
  readonly cut: Cut[];
} {
  const cut: Cut[] = [];
  const budget = new Budget(maxCharacters);
  const results: Record<string, Record<string, Json>> = {};
  for (const [node, ports] of Object.entries(report.results)) {
    results[node] = {};
    for (const [port, value] of Object.entries(ports))
      results[node][port] = excerpt(value, budget, (at, size, offset) =>
        cut.push({ node, port, at, size, offset }),
      );
  }
  return { results, cut };
}

/** Files as assistants get them. Visitors of a server learn no path of it. */
export function filesOf(files: readonly ResultFile[], visitors: boolean): Omit<ResultFile, "path">[] {
  return files.map(({ path, ...file }) => (visitors ? file : { ...file, path }));
}

/** Small pictures themselves, and a link to every file. */
export async function blocksOf(files: readonly ResultFile[]): Promise<ContentBlock[]> {
  const pictures = files.filter(
    ({ mimeType, bytes }) => /^image\/(png|jpeg|webp|gif)$/.test(mimeType) && bytes <= maxPictureBytes,
  );
  const shown = await Promise.all(
    pictures.slice(0, maxPictures).map(async ({ path, mimeType }): Promise<ContentBlock> => {
      return { type: "image", mimeType, data: (await readFile(path)).toString("base64") };
    }),
  );
  const links = files.slice(0, 50).map(({ uri, name, mimeType, bytes, node, port }): ContentBlock => ({
    type: "resource_link",
    uri,
    name,
    mimeType,
    size: bytes,
    description: `${node}.${port}`,
  }));
  return [...shown, ...links];
}
