import { errorCode } from "../files/disk.ts";

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
    `${diskProblem(error, folder)} Your work is kept in memory and saved as soon as that is mended.`,
    {
      cause: error,
    },
  );
}

export function refusedError(message: string, cause?: unknown): StoreError {
  return new StoreError("refused", message, { cause });
}

/** Says what is wrong with the disk and what to do. */
function diskProblem(error: unknown, folder: string): string {
  switch (errorCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return `The disk that holds Daggr's sheets ('${folder}') is full. Free some space on it.`;
    case "EROFS":
      return `The disk that holds Daggr's sheets ('${folder}') is read-only. Make it writable.`;
    case "EACCES":
    case "EPERM":
      return `Daggr may not write its sheets to '${folder}'. Give yourself the right to write to that folder.`;
    case "EMFILE":
    case "ENFILE":
      return `Too many files are open to save Daggr's sheets to '${folder}'. Close some programs.`;
    case undefined:
    default:
      return `Daggr cannot write its sheets to '${folder}' (${error instanceof Error ? error.message : String(error)}). Check that disk.`;
  }
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
