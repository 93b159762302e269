import type { Rule } from "./rule.ts";
import { rules } from "./table.ts";

const severities = { error: "error", warning: "warning", information: "information" } as const;

/** The documentation of all rules, in Markdown. */
export function rulesDocument(): string {
  const rows = rules.map(
    ({ code, severity, summary }) => `| [\`${code}\`](#${code}) | ${severities[severity]} | ${summary} |`,
  );
  return [
    "# What Daggr checks",
    "",
    "These are the problems that Daggr finds in a workflow file while it is typed, and that `daggr check` tells. They are",
    "found by TypeScript's own type checker, without running the file. What cannot be known that way is left alone.",
    "",
    'A fix that is *safe* cannot change what the workflow was meant to do: "Fix all" and `daggr check --fix` apply those',
    "and no others. Type errors are TypeScript's; the editor shows them as it always does, and `daggr check` lists them too.",
    "",
    "While a workflow is open in the editor, two more may stand beside them: `load-failed` says why running the file did not",
    "give a graph, until it does; `updated` says that a Space or a model has a newer version than the results were made with.",
    "",
    "This page is made from the rules themselves.",
    "",
    "| code | severity | what is wrong |",
    "|---|---|---|",
    ...rows,
    "",
    ...rules.map(section),
  ].join("\n");
}

function section({ code, summary, explanation, wrong, right }: Rule): string {
  return `## ${code}\n\n${summary}\n\n${explanation}\n\nWrong:\n\n${fenced(wrong)}\n\nRight:\n\n${fenced(right)}\n`;
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}
