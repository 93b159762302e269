import type { PrintedDiagnostic } from "../../../../src/runtime/check/printed-diagnostic.ts";
import { Program } from "../../terminal/support/program.ts";
import { comparable, type Way } from "./way.ts";

/** `daggr check --format json`, once for all files. */
export const terminal: Way = {
  title: "the terminal",
  typeErrors: true,
  start: async (env, files) => {
    const program = new Program();
    const paths = files.map(({ path }) => path);
    const { value } = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", ...paths], env);
    return {
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
      diagnostics: ({ path }) =>
        Promise.resolve(value.diagnostics.filter(({ file }) => file === path).map(comparable)),
      stop: () => Promise.resolve(program.remove()),
    };
  },
};
