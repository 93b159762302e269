import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { componentNames, type ComponentDescription } from "../components/description.ts";
import { nodesOf } from "../graph/variants.ts";
import type { GraphDescription } from "../graph/description.ts";
import {
  exportedFileAttribute,
  exportedSheetElement,
  type ExportedSheet,
} from "../protocol/exported-sheet.ts";
import { relativePaths } from "../text/relative-paths.ts";
import { filesIn, type FileRef, type Value } from "../values/value.ts";
import { exportedSheet } from "./exported-sheet.ts";
import type { HostedFiles, HostedSession } from "./host.ts";
import { canvasHtml, jsonForScript } from "./page.ts";

export interface ExportOptions {
  /** Its shown sheet is exported. */
  readonly session: HostedSession;
  readonly files: HostedFiles;
  /** Folder of the built webview. */
  readonly built: string;
  readonly language: string;
  /** The workflow's: paths are shown relative to it. */
  readonly folder: string;
}

/** Bytes. Browsers read a page of this size within seconds; a sheet's own file has no such limit. */
const maxFiles = 200 * 1024 * 1024;

/**
 * A page that shows a sheet by itself: the canvas with everything that it needs, so that it loads nothing and may be opened from a disk.
 *
 * @throws where there is no sheet, or its files are too large for a page
 */
export async function exportedPage({
  session,
  files,
  built,
  language,
  folder,
}: ExportOptions): Promise<string> {
  const sheet = await exportedSheet(session, relativePaths(folder));
  const { graph, sheets, title } = sheet.state;
  const elements = [
    `<script type="application/json" id="${exportedSheetElement}">${jsonForScript(sheet)}</script>`,
  ];
  for (const [hash, bytes] of await contentsOf(sheet, files))
    elements.push(
      `<script type="text/plain" ${exportedFileAttribute}="${hash}">${bytes.toString("base64")}</script>`,
    );
  return canvasHtml({
    language,
    built,
    title: `${graph?.name ?? title} – ${sheets[0]?.name ?? ""}`,
    modules: chunksFor(built, componentsOf(sheet)),
    body: `${elements.join("\n")}\n`,
  });
}

/** The files that the sheet shows, by hash. One that is no longer kept is left out; the page says so where it would stand. */
async function contentsOf(sheet: ExportedSheet, files: HostedFiles): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  let size = 0;
  for (const { $file: hash, name, size: bytes } of shownFiles(sheet)) {
    if (contents.has(hash)) continue;
    size += bytes;
    if (size > maxFiles)
      throw new Error(
        `The files of this sheet have more than ${maxFiles / 1024 / 1024} MB, which is too much for one page. Export the sheet to a .daggr-sheet file instead, or delete large results first.`,
      );
    const path = await files.pathOf({ hash, name });
    if (path !== undefined) contents.set(hash, await readFile(path));
  }
  return contents;
}

function shownFiles(sheet: ExportedSheet): Generator<FileRef> {
  // Cast: a sheet is JSON throughout, and fields that are undefined hold no files.
  return filesIn(sheet as unknown as Value);
}

/** The components that the page may have to show. */
function componentsOf(sheet: ExportedSheet): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { component } of sheet.state.graph ? descriptionsIn(sheet.state.graph) : [])
    names.add(component);
  // A value without a component of its own is shown by what it is (webview/components/AnyValue.svelte).
  for (const { mime } of shownFiles(sheet)) if (mime.startsWith("audio/")) names.add("Audio");
  return names;
}

function* descriptionsIn(graph: GraphDescription): Generator<ComponentDescription> {
  for (const { inputs, outputs } of nodesOf(graph)) {
    for (const input of inputs) if (input.kind === "component") yield input.component;
    for (const { view } of outputs) {
      if (view.kind === "component") yield view.component;
      if (view.kind === "items") yield* Object.values(view.fields);
    }
  }
}

/** What each script imports at once, what on first use, and the Svelte file that it begins with, if any. Written by the build. */
type Chunks = Readonly<
  Record<
    string,
    { readonly view?: string; readonly imports: readonly string[]; readonly later: readonly string[] }
  >
>;

/** The scripts of the page, without the views of components that it does not show. A view bears its component's name. */
function chunksFor(built: string, components: ReadonlySet<string>): readonly string[] {
  const chunks = JSON.parse(readFileSync(join(built, "main.chunks.json"), "utf8")) as Chunks;
  const unused = new Set(
    componentNames.filter((name) => !components.has(name)).map((name) => name.toLowerCase()),
  );
  const wanted = new Set(["main.js"]);
  for (const name of wanted) {
    const { imports = [], later = [] } = chunks[name] ?? {};
    for (const imported of imports) wanted.add(imported);
    for (const part of later) if (!unused.has(chunks[part]?.view?.toLowerCase() ?? "")) wanted.add(part);
  }
  return [...wanted];
}
