import { filesOf } from "../../runtime/components/component-queries.ts";
import { replaceFiles, withPlainFiles } from "../../runtime/components/file-positions.ts";
import { StepError } from "../../runtime/failures/failure.ts";
import type { SubgraphInput } from "../../runtime/graph/subgraphs.ts";
import { isFileRef, type Value } from "../../runtime/values/value.ts";
import type { GivenFiles } from "../files/given-files.ts";
import { RequestError } from "./errors.ts";

/**
 * A value of an input with references in place of its files.
 *
 * @throws {RequestError} where a file cannot be had, or the visitor may not name it: paths of this machine are never read
 */
export async function withFiles(
  { id, component }: SubgraphInput,
  value: Value,
  files: GivenFiles,
  signal: AbortSignal,
): Promise<Value> {
  const shape = filesOf(component);
  if (shape.kind === "none") return value;
  try {
    return await replaceFiles(shape, withPlainFiles(shape, value), async (file) =>
      isFileRef(file) ? file : ((await files.take(file, signal)) ?? refuse(file)),
    );
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const { message, help } = error.failure;
    throw new RequestError(400, `The input '${id}': ${message}${help === undefined ? "" : ` ${help}`}`, {
      input: id,
    });
  }
}

function refuse(file: string): never {
  throw new StepError({
    message: `'${file.slice(0, 80)}' is no file that can be had.`,
    help: "Send the file in a form, or upload it first (POST /api/upload), or give an address (https://…) or a data URL.",
  });
}
