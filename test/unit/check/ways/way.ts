import type { PrintedDiagnostic } from "../../../../src/runtime/check/printed-diagnostic.ts";

/** A workflow file that everybody is asked about. */
export interface WorkflowFile {
  readonly path: string;
  readonly code: string;
}

/** What is said of a file, in the terminal's form and without the file, so that all can be compared. */
export type Said = Omit<PrintedDiagnostic, "file">;

/** A way to ask what is wrong with a workflow. */
export interface Way {
  readonly title: string;
  /** Whether it tells TypeScript's errors too; VS Code shows those by itself. */
  readonly typeErrors: boolean;
  /** Starts the program that answers, with this environment. */
  start(env: Readonly<Record<string, string>>, files: readonly WorkflowFile[]): Promise<Asked>;
}

export interface Asked {
  /** A person opens the file in an editor. */
  open(file: WorkflowFile): Promise<void>;
  close(file: WorkflowFile): Promise<void>;
  /** What it says at this moment. It may have to learn of Spaces and models first. */
  diagnostics(file: WorkflowFile): Promise<readonly Said[]>;
  stop(): Promise<void>;
}

/** In one order. What only a person can do has no place in other programs' forms. */
export function comparable({ line, column, endLine, endColumn, severity, code, message, fixes }: Said): Said {
  const edited = fixes
    .filter(({ edits }) => edits.length > 0)
    .map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({
        file: edit.file,
        line: edit.line,
        column: edit.column,
        endLine: edit.endLine,
        endColumn: edit.endColumn,
        newText: edit.newText,
      })),
    }));
  return { line, column, endLine, endColumn, severity, code, message, fixes: edited };
}
