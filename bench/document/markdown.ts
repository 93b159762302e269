/** A table whose first column is text; the others are aligned to the right, except the last. */
export function tableOf(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const alignment = head.map((_, column) => (column > 0 && column < head.length - 1 ? "--:" : "---"));
  return [line(head), line(alignment), ...body.map(line)].join("\n");
}

/** Text without what Markdown or a table would read as its own. */
export function escaped(text: string): string {
  return text.replace(/[|<*_]/g, "\\$&");
}
