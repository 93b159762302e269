/** Also packages that people take for daggr's, since the rule `wrong-import` tells them which one it is. */
const specifier = `["'](?![./])(?:[^"']*[/-])?daggr(?:[/-][^"']*)?["']`;
const importsDaggr = new RegExp(String.raw`\bfrom\s*${specifier}|\brequire\(\s*${specifier}\s*\)`);

/** Whether a text may be a workflow. Only a gate: the checker reads the syntax tree and has the last word. */
export function isWorkflowText(text: string): boolean {
  return importsDaggr.test(text);
}
