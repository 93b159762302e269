import { readFileSync, writeFileSync } from "node:fs";

/** One case of a golden file: a workflow and what is said of it. */
export interface GoldenCase {
  readonly kind: "wrong" | "right";
  readonly title: string;
  readonly code: string;
  readonly expected: string;
}

/**
 * A golden file has sections: a line `=== wrong: title` or `=== right: title`, the workflow, and for wrong ones a line `---`
 * with what is said below it.
 */
export function readGolden(path: string): readonly GoldenCase[] {
  const sections = readFileSync(path, "utf8").split(/^=== /m).slice(1);
  return sections.map((section) => {
    const [head = "", ...lines] = section.split("\n");
    const [kind, ...title] = head.split(": ");
    if (kind !== "wrong" && kind !== "right")
      throw new Error(`${path}: '=== ${head}' is neither wrong nor right.`);
    const rule = lines.indexOf("---");
    const code = lines
      .slice(0, rule < 0 ? undefined : rule)
      .join("\n")
      .trim();
    const expected =
      rule < 0
        ? ""
        : lines
            .slice(rule + 1)
            .join("\n")
            .trim();
    return { kind, title: title.join(": "), code: `${code}\n`, expected };
  });
}

export function writeGolden(path: string, cases: readonly GoldenCase[]): void {
  const sections = cases.map(({ kind, title, code, expected }) => {
    const said = kind === "right" ? "" : `---\n${expected}\n`;
    return `=== ${kind}: ${title}\n${code.trim()}\n${said}`;
  });
  writeFileSync(path, sections.join("\n"));
}
