import type { Diagnostic } from "../../runtime/protocol/language.ts";
import { printed } from "../../runtime/check/printed-diagnostic.ts";
import { told } from "../diagnostics.ts";
import { printJson, printLine } from "../output.ts";
import { githubCommand } from "./github.ts";
import { reportRoot } from "./paths.ts";
import { sarifLog } from "./sarif.ts";

/** For people; GitHub's annotations; code scanning and viewers; programs. */
export const formats = ["text", "github", "sarif", "json"] as const;

export type Format = (typeof formats)[number];

type Report = (diagnostics: readonly Diagnostic[], files: number) => void;

/** Prints what was found. */
export const reports: Readonly<Record<Format, Report>> = {
  text: (diagnostics, files) => {
    for (const diagnostic of diagnostics) printLine(...told(diagnostic));
    if (diagnostics.length > 0) printLine();
    printLine(summary(diagnostics, files));
  },
  github: (diagnostics, files) => {
    const root = reportRoot(process.env);
    for (const diagnostic of diagnostics) printLine(githubCommand(diagnostic, root));
    printLine(summary(diagnostics, files));
  },
  sarif: (diagnostics) => printJson(sarifLog(diagnostics, reportRoot(process.env))),
  json: (diagnostics) => printJson({ diagnostics: diagnostics.map(printed) }),
};

function summary(diagnostics: readonly Diagnostic[], files: number): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const others = diagnostics.length - errors;
  return `${plural(files, "file")}: ${plural(errors, "error")}, ${plural(others, "other remark")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
