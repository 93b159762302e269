import { isAbsolute, relative } from "node:path";
import { filesOf } from "../../components/component-queries.ts";
import { noFiles, type FileShape } from "../../components/file-positions.ts";
import type { AllowedPaths } from "../../files/allowed-paths.ts";
import { exportPaths, importFiles } from "../../files/file-values.ts";
import type { Media } from "../../files/media.ts";
import type { GraphDescription } from "../../graph/description.ts";
import { nodesOf, stepsOf } from "../../graph/variants.ts";
import type { Json, Value } from "../../values/value.ts";
import type { FunctionCalls } from "../workflow-code.ts";
import type { NodeCalls } from "./node-calls.ts";

export interface FunctionCallTools {
  readonly graph: GraphDescription | undefined;
  readonly media: Media;
  readonly folder: string;
  readonly allowedPaths: AllowedPaths;
  /** Where the function writes its files. */
  readonly files: string;
}

/** Calls as workflow code makes them: files are paths on its side. */
export function functionCalls(calls: NodeCalls, tools: FunctionCallTools): FunctionCalls {
  return {
    call: async (node, inputs) => {
      const given = await Promise.all(
        Object.entries(inputs).map(
          async ([name, value]) =>
            [name, await imported(value, shapeOf(node, name, tools), calls, tools)] as const,
        ),
      );
      const outputs = await calls.call(node, Object.fromEntries(given));
      return Object.fromEntries(
        Object.entries(outputs).map(([port, value]) => [port, exportPaths(value, tools.media)]),
      );
    },
    end: () => calls.end(),
  };
}

/** Where files stand in an input, as far as its component says. */
function shapeOf(node: string, name: string, { graph }: FunctionCallTools): FileShape {
  const steps = (graph ? nodesOf(graph) : []).filter((one) => one.name === node).flatMap(stepsOf);
  for (const input of steps.flatMap(({ inputs }) => inputs))
    if (input.name === name && input.kind === "component") return filesOf(input.component);
  return noFiles;
}

async function imported(
  value: Json,
  shape: FileShape,
  calls: NodeCalls,
  { media, folder, allowedPaths, files }: FunctionCallTools,
): Promise<Value> {
  const own = await withOwnFiles(value, files, media);
  // `importFiles` leaves references as they are.
  return importFiles(own as Json, shape, media, { folder, allowedPaths, untrusted: () => calls.untrusted() });
}

/** What the function wrote is known by its content: its folder has another name each time. */
async function withOwnFiles(value: Value, folder: string, media: Media): Promise<Value> {
  if (typeof value === "string") return isInside(value, folder) ? media.addFile(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return Promise.all((value as readonly Value[]).map((part) => withOwnFiles(part, folder, media)));
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  const replaced = fields.map(
    async ([name, part]) => [name, await withOwnFiles(part, folder, media)] as const,
  );
  return Object.fromEntries(await Promise.all(replaced));
}

function isInside(text: string, folder: string): boolean {
  if (!text.startsWith(folder)) return false;
  const inside = relative(folder, text);
  return inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
}
