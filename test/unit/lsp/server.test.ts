import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeLens,
  type CompletionList,
  type DocumentLink,
  type DocumentSymbol,
  type Hover,
  type RegistrationParams,
  type ShowMessageParams,
  type TextEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { commandLine } from "../../../src/lsp/command-line.ts";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../check/tiny-app.ts";
import { Program } from "../terminal/support/program.ts";
import { LspClient } from "./support/client.ts";

describe("daggr lsp", function () {
  this.timeout(120_000);
  const program = new Program();
  let app: HttpServer;
  let client: LspClient;
  const registered: RegistrationParams[] = [];
  const shown: ShowMessageParams[] = [];
  before(async () => {
    app = await startTinyApp();
    client = new LspClient(program);
    client.connection.onRequest("client/registerCapability", (params: RegistrationParams) => {
      registered.push(params);
      return null;
    });
    client.connection.onNotification("window/showMessage", (params: ShowMessageParams) => {
      shown.push(params);
    });
    const result = await client.initialize(program.folder, {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    });
    assert.equal(result.capabilities.positionEncoding, "utf-16");
    assert.equal(result.serverInfo?.name, "Daggr");
  });
  after(async () => {
    assert.equal(await client.end(), 0);
    await app.stop();
    program.remove();
  });

  const says = (inputs: string) => `import { GradioNode, Graph, gr } from "daggr";
/* 😀 */ const node = new GradioNode("${app.url}", { apiName: "/say", inputs: { ${inputs} } });
export default new Graph({ name: "Test", nodes: [node] });
`;
  const uriOf = (name: string) => pathToFileURL(join(program.folder, name)).href;
  const uri = () => uriOf("workflow.ts");
  let version = 0;
  let text = "";
  /** Opens a text, or replaces it as a whole. */
  const set = (code: string) => {
    text = code;
    return version++ === 0
      ? client.open(uri(), code, version)
      : client.change(uri(), version, [{ text: code }]);
  };
  const codes = () => client.diagnostics(uri(), version)?.map(({ code }) => code);
  const behind = (part: string) => positionOf(text, text.indexOf(part) + part.length);
  const ask = <T>(method: string, more: object = {}) =>
    client.connection.sendRequest<T>(method, { textDocument: { uri: uri() }, ...more });

  it("publishes problems as soon as the app is known, with their page and in the client's positions", async () => {
    await set(says(`txt: "Hello"`));
    await eventually("the app is known", () => assert.deepEqual(codes(), ["unknown-parameter"]));
    const [problem] = client.diagnostics(uri(), version) ?? [];
    const start = positionOf(text, text.indexOf("txt"));
    assert.deepEqual(problem?.range, { start, end: { ...start, character: start.character + 3 } });
    assert.deepEqual([problem.source, problem.severity], ["daggr", 1]);
    assert.match(problem.codeDescription?.href ?? "", /rules\.md#unknown-parameter$/);
  });

  it("offers the fixes of the problem, and all safe ones as the editor's 'fix all'", async () => {
    await set(says(`txt: "Hello", voic: "Bob"`));
    const range = { start: behind("txt"), end: behind("txt") };
    const quick = await ask<CodeAction[]>("textDocument/codeAction", { range, context: { diagnostics: [] } });
    const [first] = quick;
    assert.equal(first?.title, "Change 'txt' to 'text'");
    assert.equal(first.isPreferred, true);
    assert.equal(applied(text, first.edit?.changes?.[uri()]), says(`text: "Hello", voic: "Bob"`));
    assert.match(quick.at(-1)?.title ?? "", /^Fix all/);
    const context = { diagnostics: [], only: ["source.fixAll"] };
    const [all, ...more] = await ask<CodeAction[]>("textDocument/codeAction", { range, context });
    assert.deepEqual([all?.kind, more], ["source.fixAll.daggr", []]);
    assert.equal(applied(text, all?.edit?.changes?.[uri()]), says(`text: "Hello", voice: "Bob"`));
    const elsewhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const none = await ask<CodeAction[]>("textDocument/codeAction", {
      range: elsewhere,
      context: { diagnostics: [] },
    });
    assert.deepEqual(none, []);
  });

  it("applies changes of parts of a text one after another", async () => {
    await set(says(`txt: "Hello"`));
    const start = positionOf(text, text.indexOf("txt"));
    const end = { ...start, character: start.character + 3 };
    await client.change(uri(), ++version, [
      { range: { start, end }, text: "tex" },
      { range: { start: end, end }, text: "t" },
    ]);
    await eventually("the changed text is right", () => assert.deepEqual(codes(), []));
  });

  it("completes, explains, links and outlines", async () => {
    await set(says(`text: "Hello", voice: ""`));
    const list = await ask<CompletionList>("textDocument/completion", { position: behind(`voice: "`) });
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ["Alice", "Bob"],
    );
    const edit = list.items[1]?.textEdit as TextEdit;
    assert.equal(applied(text, [edit]), says(`text: "Hello", voice: "Bob"`));
    const hover = await ask<Hover>("textDocument/hover", { position: behind(`"/sa`) });
    assert.match((hover.contents as { value: string }).value, /voice/);
    const links = await ask<DocumentLink[]>("textDocument/documentLink");
    assert.deepEqual(
      links.map(({ target }) => target?.replace(/\/$/, "")),
      [app.url],
    );
    const [symbol, graph] = await ask<DocumentSymbol[]>("textDocument/documentSymbol");
    assert.deepEqual([symbol?.name, graph?.name], ["node", "Test"]);
    assert.deepEqual(
      symbol?.children?.map(({ name, detail }) => `${detail} ${name}`),
      ["input text", "input voice"],
    );
  });

  it("has lenses that name what the terminal does, and runs nothing itself", async () => {
    const lenses = await ask<CodeLens[]>("textDocument/codeLens");
    const file = join(program.folder, "workflow.ts");
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, ...((command?.arguments ?? []) as string[])]),
      [
        ["Open canvas", `daggr serve ${file}`],
        ["Run all", `daggr run ${file}`],
        ["Run node", `daggr run ${file} --node node`],
        ["Test node", `daggr test ${file} node`],
      ],
    );
    const { command, arguments: args } = lenses[2]!.command!;
    await client.connection.sendRequest("workspace/executeCommand", { command, arguments: args });
    await eventually("the line is shown", () =>
      assert.deepEqual(
        shown.map(({ message }) => message),
        [`In a terminal: daggr run ${file} --node node`],
      ),
    );
  });

  it("quotes what others named for the shell", () => {
    assert.equal(
      commandLine(["run", "a b.ts", "--node", "it's; $(x)"], "linux"),
      `daggr run 'a b.ts' --node 'it'\\''s; $(x)'`,
    );
    assert.equal(commandLine(["test", "a.ts", "it's $x"], "win32"), `daggr test a.ts 'it''s $x'`);
  });

  it("looks at modules in open documents and on disk", async () => {
    const workflow = (of: string) => `import { FnNode, Graph, gr } from "daggr";
import { run } from "./${of}.ts";
const node = new FnNode(run, { inputs: { text: gr.Textbox() }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Test", nodes: [node] });
`;
    const runs = (name: string) => `export const run = ({ ${name} }: { ${name}: string }) => ${name};\n`;
    writeFileSync(join(program.folder, "module.ts"), runs("text"));
    await client.open(uriOf("module.ts"), runs("text"));
    await set(workflow("module"));
    await eventually("the module fits", () => assert.deepEqual(codes(), []));
    const before = client.published.length;
    await client.change(uriOf("module.ts"), 2, [{ text: runs("prompt") }]);
    await eventually("the module has other inputs", () => {
      assert.ok(client.published.length > before);
      assert.deepEqual(codes(), ["missing-input", "unknown-input"]);
    });
    await client.close(uriOf("module.ts"));
    const [{ registrations } = { registrations: [] }] = registered;
    assert.equal(registrations[0]?.method, "workspace/didChangeWatchedFiles");
    await set(workflow("made"));
    writeFileSync(join(program.folder, "made.ts"), runs("prompt"));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf("made.ts"), type: 1 }],
    });
    await eventually("the new file is read", () => assert.ok(codes()?.includes("unknown-input")));
  });

  it("takes documents that are in no file yet, and leaves other languages alone", async () => {
    await client.open("untitled:Untitled-1", says(`txt: "a"`));
    await eventually("it is checked", () =>
      assert.equal(client.diagnostics("untitled:Untitled-1", 1)?.length, 1),
    );
    await client.open(uriOf("notes.md"), `import { Graph } from "daggr";`, 1, "markdown");
    await client.close("untitled:Untitled-1");
    await eventually("it is forgotten", () =>
      assert.deepEqual(client.published.at(-1), { uri: "untitled:Untitled-1", diagnostics: [] }),
    );
    assert.ok(!client.published.some((one) => one.uri === uriOf("notes.md")));
  });

  it("gives up when it is told to, and never says what is wrong with a text that has moved on", async () => {
    await eventually("a question is given up", async () => {
      const source = new CancellationTokenSource();
      const asked = client.connection.sendRequest(
        "textDocument/documentSymbol",
        { textDocument: { uri: uri() } },
        source.token,
      );
      source.cancel();
      await assert.rejects(
        asked,
        (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
      );
    });
    const last = version;
    for (const letter of "text") await set(says(`${letter}: "a"`));
    await set(says(`text: "a"`));
    await eventually("the last text is checked", () => assert.deepEqual(codes(), []));
    const told = client.published.filter((one) => one.uri === uri()).map((one) => one.version ?? 0);
    assert.deepEqual(
      told,
      [...told].sort((a, b) => a - b),
    );
    assert.ok(last < version);
  });

  it("runs nothing of what it reads", async () => {
    const file = join(program.folder, "ran");
    await set(
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(file)}, "");\n${says(`txt: 1`)}`,
    );
    await eventually("it is checked", () => assert.ok(codes()?.includes("unknown-parameter")));
    assert.ok(!existsSync(file));
    assert.equal(client.stderr, "");
  });

  it("tells TypeScript's own errors where it is asked to, and asks no app where the workspace is not trusted", async () => {
    const other = new LspClient(program, ["--type-errors", "--untrusted", "--clientProcessId=1"], {
      DAGGR_CACHE: join(program.folder, "other"),
    });
    await other.initialize(program.folder);
    await other.open(uri(), `${says(`txt: "a"`)}const wrong: number = "text";\n`);
    await eventually("it is checked", () =>
      assert.deepEqual(
        other.diagnostics(uri(), 1)?.map(({ source, code }) => `${source} ${code}`),
        ["daggr unverified", "typescript ts2322"],
      ),
    );
    assert.equal(await other.end(), 0);
  });
});

function positionOf(text: string, offset: number) {
  return TextDocument.create("", "", 0, text).positionAt(offset);
}

function applied(text: string, edits: TextEdit[] | undefined): string {
  assert.ok(edits);
  return TextDocument.applyEdits(TextDocument.create("", "", 0, text), edits);
}
