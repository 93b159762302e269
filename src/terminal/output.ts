import { redactValue, withoutKnown } from "../runtime/failures/secrets.ts";
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

export function printLine(...line: readonly Piece[]): void {
  print(process.stdout, line);
}

export function printNote(...line: readonly Piece[]): void {
  print(process.stderr, line);
}

/**
 * Whatever is printed may hold words of an app or a function, so this is where control sequences are taken out. The only ones
 * that reach the terminal are those of the styles, where it wants colours.
 */
function print(stream: NodeJS.WriteStream, line: readonly Piece[]): void {
  const colours = stream.isTTY && process.env["NO_COLOR"] === undefined;
  const text = line.map((piece) => {
    if (typeof piece === "string") return withoutKnown(printable(piece));
    const words = withoutKnown(printable(piece.text));
    return colours ? `\u001b[${styles[piece.style]}m${words}\u001b[0m` : words;
  });
  stream.write(`${text.join("")}\n`);
}
