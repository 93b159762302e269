import { readFileSync, writeFileSync } from "node:fs";

/** A file as somebody wrote it wrongly, what is said of it, and the file that the first fix has to make of it. */
export interface MendedCase {
  readonly title: string;
  readonly wrong: string;
  readonly said: string;
  readonly right: string;
}

/** Sections: a line `=== title`, the wrong file, a line `--- said` with what is said below it, a line `--- right` with the right file. */
export function readMended(path: string): readonly MendedCase[] {
  const sections = readFileSync(path, "utf8").split(/^=== /m).slice(1);
  return sections.map((section) => {
    const [head = "", right = ""] = section.split(/^--- right\n/m);
    const [before = "", said = ""] = head.split(/^--- said\n/m);
    const end = before.indexOf("\n");
    return {
      title: before.slice(0, end),
      wrong: `${before.slice(end).trim()}\n`,
      said: said.trim(),
      right: `${right.trim()}\n`,
    };
  });
}

export function writeMended(path: string, cases: readonly MendedCase[]): void {
  const sections = cases.map(
    ({ title, wrong, said, right }) => `=== ${title}\n${wrong}--- said\n${said}\n--- right\n${right}`,
  );
  writeFileSync(path, sections.join("\n"));
}
