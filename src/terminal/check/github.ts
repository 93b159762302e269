import type { Diagnostic, Severity } from "../../runtime/protocol/language.ts";
import { pathIn } from "./paths.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
};

/** A workflow command of GitHub Actions, which shows the diagnostic at its line of a pull request. `root`: the checkout. */
export function githubCommand(
  { file, range, severity, code, message, fixes }: Diagnostic,
  root: string,
): string {
  const { start, end } = range;
  const properties = {
    file: pathIn(root, file),
    line: start.line + 1,
    endLine: end.line + 1,
    // GitHub takes columns for one line only.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: code,
  };
  const [fix] = fixes;
  const text = fix === undefined ? message : `${message}\nFix: ${fix.title}`;
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapedProperty(String(value))}`,
  );
  return `::${commands[severity]} ${written.join(",")}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
