import { fileURLToPath, pathToFileURL } from "node:url";
import {
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Range,
} from "vscode-languageserver-protocol/node";
import { LspClient } from "../../lsp/support/client.ts";
import { Program } from "../../terminal/support/program.ts";
import { comparable, type Said, type Way } from "./way.ts";

/** `daggr lsp`, with the protocol's own client library as the editor. */
export const lsp: Way = {
  title: "the language server",
  typeErrors: true,
  start: async (env) => {
    const program = new Program();
    const client = new LspClient(program, ["--type-errors"], env);
    await client.initialize(program.folder);
    return {
      open: ({ path, code }) => client.open(pathToFileURL(path).href, code),
      close: ({ path }) => client.close(pathToFileURL(path).href),
      diagnostics: async ({ path }) => {
        const uri = pathToFileURL(path).href;
        const found = client.diagnostics(uri, 1) ?? [];
        return Promise.all(found.map((one) => said(client, uri, one)));
      },
      stop: async () => {
        await client.end();
        program.remove();
      },
    };
  },
};

const severities = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "information",
  [DiagnosticSeverity.Hint]: "information",
} as const;

async function said(client: LspClient, uri: string, diagnostic: Diagnostic): Promise<Said> {
  const { range, severity, code, message } = diagnostic;
  const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: [diagnostic], only: ["quickfix"] },
  });
  // "Fix all" belongs to no problem.
  const own = actions.filter(
    ({ diagnostics: [of] = [] }) => JSON.stringify(of) === JSON.stringify(diagnostic),
  );
  return comparable({
    ...place(range),
    severity: severities[severity ?? DiagnosticSeverity.Error],
    code: String(code),
    message: typeof message === "string" ? message : message.value,
    fixes: own.map(({ title, edit }) => ({
      title,
      edits: Object.entries(edit?.changes ?? {}).flatMap(([of, edits]) =>
        edits.map((one) => ({ file: fileURLToPath(of), ...place(one.range), newText: one.newText })),
      ),
    })),
  });
}

function place({ start, end }: Range) {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
