import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { bytesText, LimitError } from "../../runtime/failures/limit-error.ts";
import { DownloadBudget } from "../../runtime/files/download-budget.ts";
import type { Media } from "../../runtime/files/media.ts";
import { safeName } from "../../runtime/files/safe-name.ts";
import type { FileRef } from "../../runtime/values/value.ts";

const mostFiles = 1_000;
const mostFields = 1_000;
/** Characters of one text. */
const longestText = 4 * 1024 * 1024;
/** Characters of all texts, which are held in memory. */
const mostText = 16 * 1024 * 1024;

/** The body is no form, or one that cannot be read. */
export class FormError extends Error {}

/** A form as it came, each field in its order. */
export interface Form {
  readonly texts: readonly (readonly [name: string, text: string])[];
  readonly files: readonly (readonly [name: string, file: FileRef])[];
}

/**
 * Takes in a form (`multipart/form-data`), its files as they come.
 *
 * @param wanted "files": texts are passed over
 * @throws {FormError} where it cannot be read
 * @throws {LimitError} where it is larger than the settings allow
 */
export async function receiveForm(
  request: IncomingMessage,
  media: Media,
  wanted: "files" | "files and texts",
): Promise<Form> {
  const form = formReader(request);
  const budget = new DownloadBudget(media.folder, media.downloadLimit);
  const texts: (readonly [string, string])[] = [];
  const files: Promise<{ readonly field: string; readonly file: FileRef; readonly chosen: boolean }>[] = [];
  const open: Transform[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) => {
        request.unpipe(form);
        // A file whose rest will not come is thrown away.
        for (const counter of open) counter.destroy(error);
        reject(error);
      };
      let characters = 0;
      form.on("field", (name, text, nameCut, textCut) => {
        if (wanted === "files") return;
        characters += name.length + text.length;
        if (nameCut || textCut) fail(new LimitError(`the field '${name}' is too long`));
        else if (characters > mostText)
          fail(new LimitError(`its texts have more than ${bytesText(mostText)}; send long ones as files`));
        else texts.push([name, text]);
      });
      form.on("file", (field, content, name, _encoding, mime) => {
        const counter = budget.counter();
        open.push(counter);
        content.on("error", fail);
        const taken = budget
          .open(undefined)
          .then(() => media.addStream(content.pipe(counter), safeName(name || "file", mime), mime));
        taken.catch(fail);
        files.push(taken.then((file) => ({ field, file, chosen: name !== "" || file.size > 0 })));
      });
      for (const limit of ["filesLimit", "fieldsLimit", "partsLimit"] as const)
        form.on(limit, () => fail(new LimitError("it has too many parts")));
      form.on("error", (error) => fail(unreadable(String(error))));
      form.on("finish", resolve);
      request.on("close", () => {
        if (!request.complete) fail(unreadable("it was broken off"));
      });
      request.pipe(form);
    });
    // A browser sends an empty file for a field in which none was chosen.
    const chosen = (await Promise.all(files)).filter((one) => one.chosen);
    return { texts, files: chosen.map(({ field, file }) => [field, file] as const) };
  } catch (error) {
    // What waits for a file that was thrown away fails too, and nobody looks at it any more.
    void Promise.allSettled(files);
    throw error;
  }
}

function formReader(request: IncomingMessage): BusboyInstance {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data\b/i.test(type))
    throw new FormError("A form with files is expected: multipart/form-data.");
  const limits = {
    files: mostFiles,
    fields: mostFields,
    fieldSize: longestText,
    parts: mostFiles + mostFields,
  };
  try {
    return new Busboy({ headers: { "content-type": type }, limits });
  } catch (error) {
    // It names no boundary, or an empty one.
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
}

function unreadable(why: string): FormError {
  return new FormError(`The form cannot be read: ${why}.`);
}
