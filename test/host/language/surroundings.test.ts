import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../../unit/check/tiny-app.ts";
import { behind, closeAll, problemsBecome, replace, untitled } from "./editing.ts";
import { TestFolder } from "./files.ts";

describe("workflows and what is around them", () => {
  const folder = new TestFolder("surroundings");
  let app: HttpServer;
  before(async () => {
    app = await startTinyApp();
    await vscode.extensions.getExtension("daggr.daggr-vscode")?.activate();
  });
  afterEach(closeAll);
  after(async () => {
    await folder.remove();
    await app.stop();
  });

  const head = `import { FnNode, GradioNode, Graph, gr } from "daggr";\n`;
  const node = (name = "node") =>
    `const ${name} = new GradioNode("${app.url}", { apiName: "/count", inputs: { text: "Hello" }, outputs: { words: gr.Number() } });\n`;
  const graph = `export default new Graph({ name: "Test", nodes: [half] });\n`;
  const half = `const half = new FnNode(({ words }) => words / 2, { inputs: { words: node.words } });\n`;
  const right = () => head + node() + half + graph;

  /** A misspelt port and a misspelt parameter are found, and nothing once they are mended. */
  const behaves = async (document: vscode.TextDocument) => {
    await replace(document, "inputs: { text:", "inputs: { txt:");
    await replace(document, "node.words", "node.wrods");
    await problemsBecome(document, ["unknown-parameter", "unknown-port"]);
    await replace(document, "inputs: { txt:", "inputs: { text:");
    await replace(document, "node.wrods", "node.words");
    await problemsBecome(document, []);
  };
  const typescriptSays = (document: vscode.TextDocument) =>
    vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === "ts")
      .map(({ message }) => message);

  it("a folder without node_modules and tsconfig.json: TypeScript itself knows daggr and Node too", async () => {
    const document = await folder.open("bare/workflow.ts", right());
    await behaves(document);
    await replace(document, "words / 2", "words.lenght");
    await eventually("TypeScript knows the value of the port", () => {
      assert.match(typescriptSays(document).join("\n"), /'lenght' does not exist on type 'number'/);
    });
    await replace(document, "words.lenght", "words + process.pid");
    await eventually("nothing is wrong", () => assert.deepEqual(typescriptSays(document), []));
  });

  it("a strict tsconfig.json", async () => {
    const compilerOptions = {
      strict: true,
      noUncheckedIndexedAccess: true,
      module: "nodenext",
      noEmit: true,
    };
    await folder.write("strict/tsconfig.json", JSON.stringify({ compilerOptions }));
    await folder.write("strict/package.json", `{"type":"module"}`);
    const document = await folder.open("strict/workflow.ts", right());
    await behaves(document);
    await eventually("nothing is wrong", () => assert.deepEqual(typescriptSays(document), []));
  });

  it("a monorepo with project references", async () => {
    const compilerOptions = { composite: true, strict: true, module: "esnext", moduleResolution: "bundler" };
    await folder.write(
      "monorepo/tsconfig.json",
      JSON.stringify({ files: [], references: [{ path: "packages/nodes" }, { path: "packages/flows" }] }),
    );
    await folder.write("monorepo/packages/nodes/tsconfig.json", JSON.stringify({ compilerOptions }));
    await folder.write("monorepo/packages/nodes/node.ts", `${head}export ${node()}`);
    await folder.write(
      "monorepo/packages/flows/tsconfig.json",
      JSON.stringify({ compilerOptions, references: [{ path: "../nodes" }] }),
    );
    const document = await folder.open(
      "monorepo/packages/flows/workflow.ts",
      `${head}import { node } from "../nodes/node.ts";\n${half}${graph}`
        .replace("GradioNode, ", "")
        .replace(", gr", ""),
    );
    await replace(document, "node.words", "node.wrods");
    await problemsBecome(document, ["unknown-port"]);
    await replace(document, "node.wrods", "node.words");
    await problemsBecome(document, []);
  });

  it("a workflow in JavaScript", async () => behaves(await folder.open("workflow.mjs", right())));

  it("an untitled file", async () => behaves(await untitled(right())));

  it("a file of 5,000 lines", async () => {
    const lines = Array.from(
      { length: 4_990 },
      (_, n) => `export const line${n} = { text: "Line", number: ${n} };\n`,
    );
    const document = await folder.open("long.ts", head + lines.join("") + node() + half + graph);
    assert.ok(document.lineCount > 4_990);
    await behaves(document);
  });

  it("a file that is not valid UTF-8", async () => {
    const text = head + `const title = "caf\u00e9";\nconsole.log(title);\n` + node() + half + graph;
    const document = await folder.open("latin1.ts", Buffer.from(text, "latin1"));
    assert.match(document.getText(), /caf\ufffd/);
    await behaves(document);
  });

  it("two graphs in one file", async () => {
    const other = `${node("other")}export const two = new Graph({ name: "Two", nodes: [other] });\n`;
    const document = await folder.open("graphs.ts", right() + other);
    await behaves(document);
    await replace(document, "nodes: [other]", "nodes: []");
    await problemsBecome(document, ["unused-node"]);
  });

  it("a file edited at 20 keystrokes a second", async () => {
    const document = await folder.open("typed.ts", right());
    await behaves(document);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const last = document.lineCount - 1;
    const wrong = new Set<string>();
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((uri) => uri.toString() === document.uri.toString())) return;
      for (const { source, message, range } of vscode.languages.getDiagnostics(document.uri))
        if (source === "daggr" && range.start.line < last) wrong.add(message);
    });
    const at = behind(document, "({ words }) => ");
    editor.selection = new vscode.Selection(at, at);
    for (const letter of 'Math.max(1, Number("12".length)) * ') {
      await vscode.commands.executeCommand("default:type", { text: letter });
      await delay(50);
    }
    const end = document.positionAt(document.getText().length);
    editor.selection = new vscode.Selection(end, end);
    for (const letter of "const more = new FnNode(() => 1, { outputs: { n: gr.Number() } });")
      await vscode.commands.executeCommand("default:type", { text: letter });
    await problemsBecome(document, ["unused-node"]);
    listening.dispose();
    // Nothing was said of the nodes above the last line, in which the new one was typed.
    assert.deepEqual([...wrong], []);
    const text = document.getText();
    assert.ok(text.includes('Math.max(1, Number("12".length)) * words / 2'), text);
    const [problem] = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === "daggr");
    assert.equal(problem && document.getText(problem.range), "more");
  });
});
