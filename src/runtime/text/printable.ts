/**
 * Control sequences as terminals read them (ECMA-48): CSI; OSC, DCS and other strings up to their end or that of the line; other
 * escapes. Each part excludes the characters of the next, so that matching takes linear time: Node's own
 * `stripVTControlCharacters` takes seconds for 64 KB of `;?`, and leaves parts of strings behind.
 */
const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** Control characters except newline and tab, and the characters that reorder the text after them. */
const controls = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text without what a terminal would obey instead of showing it. An app, a Space or a function may have written it. A return of the
 * carriage inside a line, by which programs show progress, becomes a space.
 */
export function printable(text: string): string {
  return text
    .replace(sequences, "")
    .replace(/\r(?![\r\n]|$)/g, " ")
    .replace(controls, "");
}

/** JSON of the same value in which such characters are escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    controls,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
