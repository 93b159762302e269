import { dirname, join, relative } from "node:path";
import type { PrintedDiagnostic } from "../../../../src/runtime/check/printed-diagnostic.ts";
import { Assistant } from "../../mcp/support/assistant.ts";
import { Program } from "../../terminal/support/program.ts";
import { comparable, type Way } from "./way.ts";

/** The tool `check` of `daggr mcp`, once for each folder. It may look things up with the person's account, as the others do. */
export const mcp: Way = {
  title: "the assistants' tool",
  typeErrors: true,
  start: async (env, [file]) => {
    const program = new Program();
    // Every case is a file in a folder of a folder of the workspace.
    const workspace = join(file!.path, "../../..");
    const args = ["--allow", "account", "--folder", workspace];
    const assistant = await Assistant.start(program, { era: "modern", args, env });
    const inWorkspace = <T extends { readonly file: string }>(place: T): T => ({
      ...place,
      file: join(workspace, place.file),
    });
    const answers = new Map<string, Promise<readonly PrintedDiagnostic[]>>();
    const answerOf = (folder: string) => {
      let answer = answers.get(folder);
      if (!answer) answers.set(folder, (answer = ask(folder)));
      return answer;
    };
    const ask = async (folder: string) => {
      const called = await assistant.call<{ diagnostics: readonly PrintedDiagnostic[] }>("check", {
        file: relative(workspace, folder),
      });
      if (called.isError) throw new Error(called.text);
      return called.value.diagnostics;
    };
    return {
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
      diagnostics: async ({ path }) => {
        const found = await answerOf(dirname(path));
        const own = found.filter(({ file }) => file === relative(workspace, path));
        return own.map((one) =>
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
