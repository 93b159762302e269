import { StepError } from "../../failures/failure.ts";
import { redact } from "../../failures/redact.ts";
import { safeName } from "../../files/safe-name.ts";
import { isFileRef } from "../../values/value.ts";
import type { App } from "../connection/app.ts";

/** Gradio's description of a file on its side. */
export interface GradioFile {
  readonly path?: string | null;
  readonly url?: string | null;
  readonly orig_name?: string | null;
  readonly mime_type?: string | null;
  /** It is recorded while the job runs, and has an address of its own for that. */
  readonly is_stream?: boolean;
}

export function isGradioFile(value: object): value is GradioFile {
  const { meta, is_stream: streamed, path } = value as GradioFile & { meta?: { _type?: unknown } | null };
  // Gradio 4 leaves the mark out at streams, whose paths are those of a session, a run and a component.
  return (
    meta?._type === "gradio.FileData" ||
    (streamed === true && typeof path === "string" && /^\w+\/\w+\/\d+$/.test(path))
  );
}

export function nameOf(file: GradioFile): string {
  const path = file.path && !file.path.startsWith("data:") ? file.path : "";
  const given =
    file.orig_name || (file.is_stream ? "recording" : path.split("?")[0]?.split("/").at(-1)) || "";
  // An app may give a file the name of the token it was called with.
  return safeName(redact(given));
}

/** Finds where files stand in a value, in time that grows with its size only. */
export class FileSearch {
  readonly #found = new Set<object>();

  constructor(private readonly app: App) {}

  /** Whether a file stands in a value. Rejects what poses as a file of this machine. */
  finds(value: unknown): value is object {
    if (typeof value !== "object" || value === null) return false;
    if (this.#found.has(value)) return true;
    // Only what was downloaded here is a reference.
    if (isFileRef(value)) throw forged(this.app);
    let found = isGradioFile(value);
    const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    // All are looked at, since each of them might pose as a file.
    for (const part of parts) if (this.finds(part)) found = true;
    if (found) this.#found.add(value);
    return found;
  }
}

function forged(app: App): StepError {
  return new StepError({
    message: `'${app.name}' returned data that poses as a file of this machine; it was not taken.`,
    help: "Use a Space that you trust.",
  });
}
