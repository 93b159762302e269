import type { InferOutput } from "valibot";
import { printed, type PrintedDiagnostic } from "../runtime/check/printed-diagnostic.ts";
import type { Diagnostic } from "../runtime/protocol/language.ts";
import type { diagnostic } from "./schemas.ts";
import type { Workspace } from "./safety/workspace.ts";

type Names = Pick<Workspace, "nameOf">;

/** What the checker found, as assistants get it: the terminal's form, with files as they name them. */
export function told(found: readonly Diagnostic[], workspace: Names): InferOutput<typeof diagnostic>[] {
  return found.map((one) => relativeTo(workspace, printed(one)));
}

function relativeTo(workspace: Names, { fixes, ...rest }: PrintedDiagnostic): InferOutput<typeof diagnostic> {
  return {
    ...rest,
    file: workspace.nameOf(rest.file),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...edit, file: workspace.nameOf(edit.file) })),
    })),
  };
}
