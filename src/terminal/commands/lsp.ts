import { version } from "../../../package.json";
import { exitCode, type ExitCode } from "../output.ts";
import { cacheFolder, credentials, distFolder } from "../surroundings.ts";

export interface LspCommandOptions {
  /** Tell TypeScript's own errors too. */
  readonly typeErrors?: true;
  /** Ask the Hub without a token, and no app at all. */
  readonly untrusted?: true;
}

/** `daggr lsp`: the language server, until the editor ends it. */
export async function lspCommand({ typeErrors, untrusted }: LspCommandOptions): Promise<ExitCode> {
  // Nothing else needs the protocol's library.
  const { serveLanguage } = await import("../../lsp/server.ts");
  await serveLanguage({
    start: {
      dist: distFolder,
      cache: cacheFolder(),
      trusted: !untrusted,
      version,
      ...(typeErrors && { typeErrors }),
    },
    credentials,
    input: process.stdin,
    output: process.stdout,
  });
  return exitCode.fine;
}
