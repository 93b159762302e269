import type { TextEdit } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { toTextEdits } from "../diagnose.ts";
import { addEntries } from "../edit/options.ts";
import { addProperties } from "../edit/object.ts";
import { camelCase } from "../edit/port-names.ts";
import { keyText, newLineOf } from "../edit/text.ts";
import { importNames } from "../edit/imports.ts";
import { chosenNames } from "../model/chosen-names.ts";
import type { NodeSite } from "../model/model.ts";
import { statementOf } from "../model/scopes.ts";

/** Edits that add an output for each part of a test's result that the node does not name yet. Undefined: it cannot be written. */
export function writeOutputs(
  analysis: Analysis,
  node: string,
  result: Readonly<Record<string, unknown>>,
): readonly TextEdit[] | undefined {
  const site = siteNamed(analysis, node);
  if (site === undefined) return undefined;
  const given = new Set(site.outputs?.entries.keys());
  const entries = Object.entries(result).filter(([name]) => !given.has(name));
  if (entries.length === 0) return [];
  const code = entries.map(([name, value]) => `${keyText(name)}: gr.${componentFor(value)}()`);
  const literal = site.outputs?.literal;
  const edits = literal
    ? [...importNames(analysis.file, ["gr"]), addProperties(literal, code)]
    : addEntries(site, "outputs", code, ["gr"]);
  return edits && toTextEdits(analysis.file, edits);
}

/** Edits that write the shape of a node's result as a type before the node. */
export function writeType(analysis: Analysis, node: string, type: string): readonly TextEdit[] | undefined {
  const site = siteNamed(analysis, node);
  if (site === undefined || !/\.[cm]?tsx?$/.test(analysis.file.fileName)) return undefined;
  const words = camelCase(node) || "node";
  const name = `${words.charAt(0).toUpperCase()}${words.slice(1)}Result`;
  const newLine = newLineOf(analysis.file);
  const start = statementOf(site.call ?? site.expression).getStart();
  const text = `/** What '${node}' returned when it was tested. */${newLine}type ${name} = ${type};${newLine}${newLine}`;
  return toTextEdits(analysis.file, [{ start, end: start, text }]);
}

export function siteNamed({ model, file }: Analysis, name: string): NodeSite | undefined {
  for (const [site, chosen] of chosenNames(model))
    if (chosen === name && (site.call ?? site.expression).getSourceFile() === file) return site;
  return undefined;
}

/** The component that shows a value without more being known of it. */
function componentFor(value: unknown): string {
  if (isFile(value)) return mediaOf(value.mime);
  const components: Readonly<Record<string, string>> = {
    string: "Textbox",
    number: "Number",
    boolean: "Checkbox",
  };
  return components[typeof value] ?? "JSON";
}

function isFile(value: unknown): value is { readonly mime: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "$file" in value &&
    "mime" in value &&
    typeof value.mime === "string"
  );
}

function mediaOf(mime: string): string {
  const [kind] = mime.split("/");
  if (kind === "image") return "Image";
  if (kind === "audio") return "Audio";
  if (kind === "video") return "Video";
  return kind === "model" ? "Model3D" : "File";
}
