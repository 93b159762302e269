import { diskProblem } from "../files/disk-error.ts";

/** A change that the store could not save. `message` says what is wrong, where, and what to do next. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** "unsaved": the change is kept in memory and the store tries again. "refused": nothing was changed. */
  readonly kind: "unsaved" | "refused";

  constructor(kind: StoreError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Ignores that a change is not on disk yet; throws every other error. */
export function ignoreUnsaved(error: unknown): void {
  if (!(error instanceof StoreError && error.kind === "unsaved")) throw error;
}

/** Describes a file-system error for a save that has to wait. */
export function unsavedError(error: unknown, folder: string): StoreError {
  return new StoreError(
    "unsaved",
    `${saveProblem(error, folder)} Your work is kept in memory and saved as soon as that is mended.`,
    { cause: error },
  );
}

export function refusedError(message: string, cause?: unknown): StoreError {
  return new StoreError("refused", message, { cause });
}

/** Says what is wrong with the disk and what to do. */
function saveProblem(error: unknown, folder: string): string {
  const problem = diskProblem(error, "Daggr's sheets", folder);
  if (problem) return `${problem.message} ${problem.help}`;
  return `Daggr cannot write its sheets to '${folder}' (${error instanceof Error ? error.message : String(error)}). Check that disk.`;
}

export function newerVersionNotice(folder: string): string {
  return (
    `The sheets in '${folder}' were written by a newer version of Daggr and are left untouched. Update Daggr to see them; ` +
    "until then your work is kept in memory only."
  );
}

export function unreadableNotice(error: unknown, folder: string): string {
  return (
    `The sheets in '${folder}' cannot be read (${error instanceof Error ? error.message : String(error)}). Mend that; they ` +
    "show as soon as they can be read, and what you do until then is added to them."
  );
}
