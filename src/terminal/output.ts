/** Exit codes of the program. */
export const exitCode = { fine: 0, wrong: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The one thing that `--json` writes to standard output. Everything else goes to standard error. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(text = ""): void {
  process.stdout.write(`${text}\n`);
}

export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;

/** Text in a style where standard error is a terminal that wants colours. */
export function styled(
  style: keyof typeof styles,
  text: string,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const wanted = stream.isTTY && process.env["NO_COLOR"] === undefined;
  return wanted ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
}
