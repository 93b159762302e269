import { readFile } from "node:fs/promises";
import { filesOf, upgraded } from "../../../runtime/components/component-queries.ts";
import type { ComponentDescription } from "../../../runtime/components/description.ts";
import { isFileData, replaceFiles } from "../../../runtime/components/file-positions.ts";
import { StepError } from "../../../runtime/failures/failure.ts";
import { chatToGradio } from "../../../runtime/gradio/schema/chat-messages.ts";
import type { Engine } from "../../../runtime/session/engine.ts";
import { isFileRef, setOwn, type FileRef, type Json, type Value } from "../../../runtime/values/value.ts";
import type { Return } from "../api/endpoints.ts";
import { typeOf } from "../api/value-types.ts";
import type { VisitorFiles } from "../files/visitor-files.ts";

/**
 * A value that a client sent, as the engine has it.
 * @throws {StepError} where it names a file that the visitor may not name
 */
export async function fromGradio(
  component: ComponentDescription,
  value: Json,
  files: VisitorFiles,
  signal: AbortSignal,
): Promise<Value> {
  const given = upgraded(component, await withReferences(value, files, signal));
  return replaceFiles(filesOf(component), given, (file) =>
    // Some clients send a path or an address without a description around it.
    isFileRef(file) ? file : files.take({ path: file }, signal),
  );
}

async function withReferences(value: Value, files: VisitorFiles, signal: AbortSignal): Promise<Value> {
  if (typeof value !== "object" || value === null) return value;
  if (isFileRef(value))
    throw new StepError({
      message: "A file was sent in a form that only Daggr itself uses.",
      help: "Upload the file first.",
    });
  if (Array.isArray(value))
    return Promise.all((value as readonly Value[]).map((part) => withReferences(part, files, signal)));
  if (isFileData(value)) return files.take(value, signal);
  const whole: Record<string, Value> = {};
  for (const [name, part] of Object.entries(value))
    setOwn(whole, name, await withReferences(part, files, signal));
  return whole;
}

/** How a file is described to a client. */
export type Describe = (file: FileRef) => Json;

/** A value of a component as Gradio's clients get it: their forms, and descriptions in place of files. */
export async function toGradio(
  component: ComponentDescription,
  value: Value,
  describe: Describe,
  engine: Pick<Engine, "pathOf">,
): Promise<Json> {
  const { component: name } = component;
  if (name === "Chatbot") return withDescriptions(chatToGradio(value, typeOf(component)), describe);
  if (name === "Video") return withDescriptions(videoIn(value), describe);
  if (name !== "Plot") return withDescriptions(value, describe);
  const whole = await replaceFiles(filesOf(component), value, (file) => inline(file, engine));
  return withDescriptions(whole, describe);
}

/** One of an endpoint's values: of a component, a list of objects, or lists of these. */
export async function returnToGradio(
  { view, depth }: Pick<Return, "view" | "depth">,
  value: Value,
  describe: Describe,
  engine: Pick<Engine, "pathOf">,
): Promise<Json> {
  if (depth > 0 || view.kind === "items") return withDescriptions(value, describe);
  return toGradio(view.component, value, describe, engine);
}

function withDescriptions(value: Value, describe: Describe): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isFileRef(value)) return describe(value);
  if (Array.isArray(value))
    return (value as readonly Value[]).map((part) => withDescriptions(part, describe));
  const whole: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value as Readonly<Record<string, Value>>))
    setOwn(whole, name, withDescriptions(part, describe));
  return whole;
}

/** Since Gradio 6 a video travels without subtitles. */
function videoIn(value: Value): Value {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isFileRef(value)) return value;
  return (value as Readonly<Record<string, Value>>)["video"] ?? null;
}

/** Gradio's charts have their picture in them. */
async function inline(file: string | FileRef, engine: Pick<Engine, "pathOf">): Promise<Value> {
  if (!isFileRef(file)) return file;
  const path = await engine.pathOf({ hash: file.$file, name: file.name });
  if (path === undefined) return null;
  return `data:${file.mime};base64,${await readFile(path, "base64")}`;
}
