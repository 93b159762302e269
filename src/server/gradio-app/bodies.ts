import { isUtf8 } from "node:buffer";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { LimitError } from "../../runtime/failures/limit-error.ts";
import { parseJson } from "../../runtime/files/http/json-limits.ts";
import type { ServerEnvironment } from "../routes.ts";

/** Bytes of a request with values. Files are uploaded by themselves. */
const maxBody = 64 * 1024 * 1024;

/** The body of a request is not what its route takes. */
export class BodyError extends Error {}

export const limitedBody = bodyLimit({
  maxSize: maxBody,
  onError: (context) =>
    context.json(
      { detail: `The values have more than ${maxBody / 1024 / 1024} MiB. Upload files first.` },
      413,
    ),
});

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Of `/queue/join`, `/run` and `/api`. What else clients send concerns pages. */
export const joinBody = v.object({
  data: v.optional(v.array(v.unknown()), []),
  fn_index: v.nullish(v.pipe(v.number(), v.integer())),
  session_hash: v.nullish(name),
});

/** Of `/call`. */
export const callBody = v.object({
  data: v.optional(v.array(v.unknown()), []),
  session_hash: v.nullish(name),
});

/** Of `/call/v2`: values by the names of parameters. */
export const namedBody = v.record(v.string(), v.unknown());

/** Of `/cancel`. A client that has not heard its call's id yet names the endpoint alone. */
export const cancelBody = v.object({
  session_hash: v.nullish(name),
  event_id: v.nullish(name),
  fn_index: v.nullish(v.pipe(v.number(), v.integer())),
});

/** @throws {BodyError} which says what is expected */
export async function bodyOf<S extends v.GenericSchema>(
  context: Context<ServerEnvironment>,
  schema: S,
): Promise<v.InferOutput<S>> {
  const bytes = Buffer.from(await context.req.arrayBuffer());
  if (!isUtf8(bytes)) throw new BodyError("The body is no text in UTF-8.");
  let body: unknown;
  try {
    body = parseJson(bytes.toString());
  } catch (error) {
    if (error instanceof LimitError) throw new BodyError(`The body is too large: ${error.message}.`);
    throw new BodyError("The body is no JSON.");
  }
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new BodyError(path === null ? issue.message : `'${path}' of the body: ${issue.message}`);
}
