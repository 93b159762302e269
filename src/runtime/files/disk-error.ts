import { StepError } from "../failures/failure.ts";
import { errorCode } from "./disk.ts";

/** What is wrong with a disk, and what to do about it. Undefined where an error says nothing about the disk as a whole. */
export interface DiskProblem {
  readonly message: string;
  readonly help: string;
}

/** `what` is what the folder holds: "Daggr's sheets". */
export function diskProblem(error: unknown, what: string, folder: string): DiskProblem | undefined {
  switch (errorCode(error)) {
    case "ENOSPC":
      return {
        message: `The disk that holds ${what} ('${folder}') is full.`,
        help: "Free some space on it.",
      };
    case "EDQUOT":
      return {
        message: `Your quota on the disk that holds ${what} ('${folder}') is used up.`,
        help: "Remove files of yours there, or ask for a larger quota.",
      };
    case "EROFS":
      return {
        message: `The disk that holds ${what} ('${folder}') is read-only.`,
        help: "Make it writable.",
      };
    case "EACCES":
    case "EPERM":
      return {
        message: `Daggr may not write ${what.replace("Daggr's", "its")} to '${folder}'.`,
        help: "Give yourself the right to write to that folder.",
      };
    case "EMFILE":
    case "ENFILE":
      return {
        message: `Too many files are open to save ${what} to '${folder}'.`,
        help: "Close some programs.",
      };
    case undefined:
    default:
      return undefined;
  }
}

/** A file could not be taken into the media folder because of its disk. */
export class DiskError extends StepError {
  /** The `code` of the file-system error. */
  readonly code: string | undefined;
  /** What to do next. */
  readonly help: string;

  constructor({ message, help }: DiskProblem, cause: unknown) {
    super({ message, help: `${help} Then run the step again.` });
    this.code = errorCode(cause);
    this.help = help;
    this.cause = cause;
  }
}
