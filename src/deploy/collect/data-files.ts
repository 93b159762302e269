import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import type { GraphDescription, InputDescription, NodeDescription } from "../../runtime/graph/description.ts";
import { stepsOf } from "../../runtime/graph/variants.ts";
import type { Json } from "../../runtime/values/value.ts";
import { DeployError } from "../deploy-error.ts";
import { isHidden, type Root } from "./root.ts";

export interface DataFiles {
  /** From the root on. */
  readonly places: readonly string[];
  /** Files that are named and not taken. */
  readonly notes: readonly StepFailure[];
}

/** Characters of the longest text that is looked at as a path. */
const longestPath = 1024;

/**
 * The files that inputs of the graphs name: fixed values and the values of components. Paths start in the workflow's folder, as they
 * do when it runs. What functions read by themselves is not known.
 */
export function dataFiles(file: string, graphs: readonly GraphDescription[], root: Root): DataFiles {
  const places = new Set<string>();
  const notes: StepFailure[] = [];
  for (const { nodes } of graphs) {
    for (const { node, input, text } of namedTexts(nodes.flatMap(stepsOf))) {
      const path = resolve(dirname(file), text);
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
      const place = root.placeOf(path);
      if (place !== undefined && !isHidden(place) && !leadsAway(path, root)) places.add(place);
      else
        notes.push({
          message: `The file '${text}' of ${node}.${input} is not uploaded: ${place === undefined ? `it is outside of ${root.folder}` : "it, or what its link leads to, has a name that begins with a dot, which often means secrets, or lies outside of the folder"}.`,
          help: "If the node needs it, put it into the folder under another name.",
        });
    }
  }
  return { places: [...places].sort(), notes };
}

/** Whether a link leads out of the folder, or to what is hidden. */
function leadsAway(path: string, root: Root): boolean {
  const target = relative(realpathSync(root.folder), realpathSync(path));
  return target.startsWith("..") || isAbsolute(target) || isHidden(target);
}

interface NamedText {
  readonly node: string;
  readonly input: string;
  readonly text: string;
}

function* namedTexts(nodes: readonly NodeDescription[]): Generator<NamedText> {
  for (const node of nodes) {
    for (const input of node.inputs)
      for (const text of texts(valueOf(input)))
        if (text !== "" && text.length <= longestPath && !/[\n\0]|^[a-z]+:/i.test(text))
          yield { node: node.name, input: input.name, text };
  }
}

function valueOf(input: InputDescription): Json | undefined {
  if (input.kind === "fixed") return input.value;
  return input.kind === "component" ? input.component.options["value"] : undefined;
}

function* texts(value: Json | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) yield* texts(part);
}

/**
 * Files and folders that the person names, in whole: the files in them but hidden ones, links and packages.
 * @throws {DeployError} where there is no such file, or it lies outside
 */
export function includedFiles(
  paths: readonly string[],
  root: Root,
  without: string | undefined,
): readonly string[] {
  const places = new Set<string>();
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    const place = root.placeOf(path);
    if (!found || place === undefined)
      throw new DeployError({
        message: `'${path}' cannot be included: ${found ? `it is outside of ${root.folder}` : "there is no such file or folder"}.`,
        help: "Name a file or a folder of the workflow's folder with --include.",
      });
    if (isHidden(place) || leadsAway(path, root))
      throw new DeployError({
        message: `'${path}' cannot be included: it, or what its link leads to, has a name that begins with a dot, which often means secrets, or lies outside of the folder.`,
        help: "Give it another name if it may be read by everybody who sees the Space.",
      });
    if (found.isFile()) places.add(place);
    else for (const one of filesUnder(path, without)) places.add(root.placeOf(one)!);
  }
  return [...places].sort();
}

function* filesUnder(folder: string, without: string | undefined): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules" || path === without) continue;
    if (entry.isDirectory()) yield* filesUnder(path, without);
    else if (entry.isFile()) yield path;
  }
}
