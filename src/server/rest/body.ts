import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { bytesText, LimitError } from "../../runtime/failures/limit-error.ts";
import { parseJson } from "../../runtime/files/http/json-limits.ts";
import type { Media } from "../../runtime/files/media.ts";
import { didYouMean, quoteList } from "../../runtime/text/similarity.ts";
import type { FileRef, Json } from "../../runtime/values/value.ts";
import { receiveForm } from "../files/form.ts";
import { RequestError } from "./errors.ts";

/** Bytes of a body of JSON. Larger files are uploaded. */
const largestBody = 64 * 1024 * 1024;

/** A value as it came. */
export type GivenValue =
  | { readonly type: "json"; readonly value: Json }
  /** A field of a form: text, or JSON where only that fits. */
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "files"; readonly files: readonly FileRef[] };

export interface GivenCall {
  readonly inputs: ReadonlyMap<string, GivenValue>;
  readonly fresh: boolean;
}

/** What was parsed from JSON holds JSON only. */
const values = v.custom<Readonly<Record<string, Json>>>(
  (given) => typeof given === "object" && given !== null && !Array.isArray(given),
);
const bodySchema = v.object({
  inputs: v.optional(values, {}),
  fresh: v.optional(v.boolean(), false),
});
const fields = Object.keys(bodySchema.entries);

/**
 * What a call was given: JSON, or a form with files.
 *
 * @throws {RequestError | FormError | LimitError} where it cannot be read
 */
export async function readCall(request: IncomingMessage, media: Media): Promise<GivenCall> {
  const type = request.headers["content-type"] ?? "";
  if (/^multipart\/form-data\b/i.test(type)) return formCall(request, media);
  const text = await textOf(request);
  // Nothing given is nothing wrong.
  return text.trim() === "" ? { inputs: new Map(), fresh: false } : jsonCall(text, "The body");
}

function jsonCall(text: string, what: string): GivenCall {
  const body = parsed(text, what);
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new RequestError(400, `${what} must be an object: {"inputs": {…}}.`);
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    const message = `${what} has no field '${unknown}'.${didYouMean(unknown, fields)} Its fields are ${quoteList(fields)}.`;
    throw new RequestError(400, message, { field: unknown, available_fields: fields });
  }
  const result = v.safeParse(bodySchema, body);
  if (!result.success) {
    const field = v.getDotPath(result.issues[0]) ?? "";
    const form = field === "fresh" ? "true or false" : "an object of values by the ids of inputs";
    throw new RequestError(400, `The field '${field}' must be ${form}.`, { field });
  }
  const { inputs, fresh } = result.output;
  const given = Object.entries(inputs).map(([id, value]) => [id, { type: "json", value }] as const);
  return { inputs: new Map(given), fresh };
}

async function formCall(request: IncomingMessage, media: Media): Promise<GivenCall> {
  const { texts, files } = await receiveForm(request, media, "files and texts");
  const inputs = new Map<string, GivenValue>();
  let fresh = false;
  for (const [name, text] of texts) {
    if (name === "fresh") fresh = text === "true" || text === "1";
    else if (name === "inputs") {
      const given = jsonCall(`{"inputs":${text}}`, "The field 'inputs'");
      for (const [id, value] of given.inputs) inputs.set(id, value);
    } else inputs.set(name, { type: "text", text });
  }
  const byName = new Map<string, FileRef[]>();
  for (const [name, file] of files) byName.set(name, [...(byName.get(name) ?? []), file]);
  for (const [name, list] of byName) inputs.set(name, { type: "files", files: list });
  return { inputs, fresh };
}

function parsed(text: string, what: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof LimitError) throw new RequestError(413, `${what} was refused: ${error.message}.`);
    const why = error instanceof SyntaxError ? `: ${error.message.replace(/ \(line .*\)$/, "")}` : "";
    throw new RequestError(400, `${what} is no valid JSON${why}.`);
  }
}

/** Read from the connection itself: a call is too short for the detour by a request of the web's kind. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      if (isUtf8(bytes)) resolve(bytes.toString());
      else reject(new RequestError(400, "The body is no text in UTF-8."));
    });
    request.on("error", () => reject(brokenOff()));
    request.on("close", () => {
      if (!request.complete) reject(brokenOff());
    });
  });
}

function brokenOff(): RequestError {
  return new RequestError(400, "The request was broken off.");
}

function tooLarge(): RequestError {
  return new RequestError(
    413,
    `The body has more than ${bytesText(largestBody)}. Upload files first, and give their addresses.`,
  );
}
