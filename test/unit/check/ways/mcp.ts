import { join, relative } from "node:path";
import type { PrintedDiagnostic } from "../../../../src/runtime/check/printed-diagnostic.ts";
import { Assistant } from "../../mcp/support/assistant.ts";
import { Program } from "../../terminal/support/program.ts";
import { comparable, type Way } from "./way.ts";

/** The tool `check` of `daggr mcp`, which may look things up with the person's account, as the others do. */
export const mcp: Way = {
  title: "the assistants' tool",
  typeErrors: true,
  alone: true,
  start: async (env, [file]) => {
    const program = new Program();
    // Every case is a file in a folder of the workspace.
    const workspace = join(file!.path, "../..");
    const args = ["--allow", "account", "--folder", workspace];
    const assistant = await Assistant.start(program, { era: "modern", args, env });
    const inWorkspace = <T extends { readonly file: string }>(place: T): T => ({
      ...place,
      file: join(workspace, place.file),
    });
    return {
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
      diagnostics: async ({ path }) => {
        const { value } = await assistant.call<{ diagnostics: readonly PrintedDiagnostic[] }>("check", {
          file: relative(workspace, path),
        });
        return value.diagnostics.map((one) =>
          comparable({
            ...one,
            fixes: one.fixes.map(({ title, edits }) => ({ title, edits: edits.map(inWorkspace) })),
          }),
        );
      },
      stop: async () => {
        await assistant.close();
        program.remove();
      },
    };
  },
};
