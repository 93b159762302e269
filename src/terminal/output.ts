import { redactValue, withoutKnown } from "../runtime/failures/secrets.ts";
import type { ServeEvent } from "../server/events.ts";
import { printable, printableJson } from "../runtime/text/printable.ts";

/** Exit codes of the program. */
export const exitCode = { fine: 0, wrong: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;

interface Styled {
  readonly style: keyof typeof styles;
  readonly text: string;
}

/** A piece of a line, perhaps in a style. */
export type Piece = string | Styled;

export function styled(style: Styled["style"], text: string): Styled {
  return { style, text };
}

/** The one thing that `--json` writes to standard output. Everything else goes to standard error. */
export function printJson(value: unknown): void {
  process.stdout.write(`${printableJson(redactValue(value))}\n`);
}

/** One line for each thing that happens while a server runs. */
export function printEvent(event: ServeEvent): void {
  printJson(event);
}

export function printLine(...line: readonly Piece[]): void {
  print(process.stdout, line);
}

export function printNote(...line: readonly Piece[]): void {
  print(process.stderr, line);
}

/** Whether the last line of the terminal is one that the next line takes the place of. */
let passing = false;
const clearLine = "\r\u001b[K";

/** Shows one line on a terminal until the next one is printed: text that is still growing. */
export function printPassing(...line: readonly Piece[]): void {
  const { isTTY, columns } = process.stderr;
  if (!isTTY) return;
  process.stderr.write(`${clearLine}${textOf(process.stderr, line, columns - 1)}`);
  passing = true;
}

/**
 * Whatever is printed may hold words of an app or a function, so this is where control sequences are taken out. The only ones
 * that reach the terminal are those of the styles, where it wants colours.
 */
function print(stream: NodeJS.WriteStream, line: readonly Piece[]): void {
  if (passing) process.stderr.write(clearLine);
  passing = false;
  stream.write(`${textOf(stream, line)}\n`);
}

/** `columns`: how much of it is wanted. */
function textOf(stream: NodeJS.WriteStream, line: readonly Piece[], columns = Infinity): string {
  const colours = stream.isTTY && process.env["NO_COLOR"] === undefined;
  let left = columns;
  const text = line.map((piece) => {
    const words = withoutKnown(printable(typeof piece === "string" ? piece : piece.text)).slice(0, left);
    left -= words.length;
    return typeof piece !== "string" && colours ? `\u001b[${styles[piece.style]}m${words}\u001b[0m` : words;
  });
  return text.join("");
}
