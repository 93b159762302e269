import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../../unit/check/tiny-app.ts";
import { behind, closeAll, problemsBecome, problemsOf, replace, untitled } from "./editing.ts";

describe("workflows in the editor", () => {
  let app: HttpServer;
  before(async () => {
    app = await startTinyApp();
    await vscode.extensions.getExtension("daggr.daggr-vscode")?.activate();
  });
  after(() => app.stop());
  afterEach(closeAll);

  const workflow = (options: string) => `import { FnNode, GradioNode, Graph, gr } from "daggr";

const say = new GradioNode("${app.url}", ${options});

const length = new FnNode(({ path }) => path.length, { inputs: { path: say.audio } });

export default new Graph({ name: "Test", nodes: [length] });
`;
  const right = () =>
    workflow(`{ apiName: "/say", inputs: { text: "Hello" }, outputs: { audio: gr.Audio() } }`);
  const wrong = () =>
    workflow(`{ apiName: "/say", inputs: { txt: "Hello", voice: "alice" }, outputs: { audio: gr.Audio() } }`);
  const fixesAt = (document: vscode.TextDocument, range: vscode.Range, kind?: string) =>
    vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
      kind,
    );

  it("have problems with their place and code", async () => {
    const document = await untitled(wrong());
    const [parameter] = await problemsBecome(document, ["unknown-parameter", "unknown-choice"]);
    assert.ok(parameter);
    assert.equal(document.getText(parameter.range), "txt");
    assert.equal(parameter.severity, vscode.DiagnosticSeverity.Error);
    assert.match(parameter.message, /Valid parameters: 'text', 'voice'\. Did you mean 'text'\?$/);
  });

  it("are mended by the preferred fix", async () => {
    const document = await untitled(wrong());
    const [parameter] = await problemsBecome(document, ["unknown-parameter", "unknown-choice"]);
    assert.ok(parameter);
    const fixes = await fixesAt(document, parameter.range);
    const fix = fixes.find(({ title }) => title === "Change 'txt' to 'text'");
    assert.ok(fix?.edit, fixes.map(({ title }) => title).join());
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit);
    await problemsBecome(document, ["unknown-choice"]);
  });

  it("are mended all at once", async () => {
    const document = await untitled(wrong());
    await problemsBecome(document, ["unknown-parameter", "unknown-choice"]);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [all] = await fixesAt(document, whole, "source.fixAll.daggr");
    assert.ok(all?.edit);
    await vscode.workspace.applyEdit(all.edit);
    await problemsBecome(document, []);
    assert.match(document.getText(), /inputs: \{ text: "Hello", voice: "Alice" \}/);
  });

  it("are checked while they are typed, twenty keys a second", async () => {
    const document = await untitled(right());
    await eventually("the worker has answered once", async () => {
      await replace(document, "say.audio", "say.audo");
      await problemsBecome(document, ["unknown-port"]);
    });
    await replace(document, "say.audo", "say.");
    for (const letter of "audio") {
      await replace(document, " } });\n\nexport", `${letter} } });\n\nexport`).catch(() => {});
      await delay(50);
    }
    await replace(document, document.getText(), right());
    await problemsBecome(document, []);
  });

  it("have no problems where there are none, and other files never", async () => {
    const document = await untitled(right());
    await replace(document, "say.audio", "say.audoi");
    await problemsBecome(document, ["unknown-port"]);
    await replace(document, "say.audoi", "say.audio");
    await problemsBecome(document, []);
    const other = await untitled(`const GradioNode = class {}; new GradioNode("x/y");`);
    assert.deepEqual(problemsOf(other), []);
  });

  it("work in JavaScript too", async () => {
    const document = await untitled(wrong(), "javascript");
    await problemsBecome(document, ["unknown-parameter", "unknown-choice"]);
  });

  it("complete parameters, choices and ports", async () => {
    const document = await untitled(
      workflow(`{ apiName: "/say", inputs: { voice: "" }, outputs: { audio: gr.Audio() } }`),
    );
    const offered = async (text: string): Promise<readonly string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        behind(document, text),
      );
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    await eventually("choices are offered", async () => {
      const labels = await offered('voice: "');
      assert.ok(labels.includes("Alice") && labels.includes("Bob"), labels.slice(0, 10).join());
    });
    assert.ok((await offered('apiName: "')).includes("/say"));
    assert.ok((await offered("inputs: {")).includes("text"));
    assert.ok((await offered("path: ")).includes("say.audio"));
  });

  it("show endpoints on hover", async () => {
    const document = await untitled(right());
    await eventually("the endpoint is shown", async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        behind(document, 'apiName: "/s'),
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value)))
        .join("\n");
      assert.match(text, /\*\*\/say\*\*/);
      assert.match(text, /`voice`/);
    });
  });

  it("have lenses above nodes and graphs, right on unsaved text", async () => {
    const document = await untitled(right());
    const lenses = async (): Promise<readonly string[]> => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
      );
      return found
        .filter(({ command }) => command?.command.startsWith("daggr."))
        .map(({ range, command }) => `${range.start.line} ${command?.title.replace(/\$\([^)]*\)\u00a0/, "")}`)
        .sort();
    };
    await eventually("the lenses are there", async () => {
      assert.deepEqual(await lenses(), [
        "2 Run node",
        "2 Test node",
        "4 Debug node",
        "4 Run node",
        "4 Test node",
        "6 Open canvas",
        "6 Run all",
      ]);
    });
    await replace(document, "\nconst say", "\n// A line more.\nconst say");
    await eventually("they moved with the text", async () => {
      assert.deepEqual((await lenses())[0], "3 Run node");
    });
  });

  it("have their nodes and graphs in the outline", async () => {
    const document = await untitled(right());
    await eventually("the symbols are there", async () => {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        "vscode.executeDocumentSymbolProvider",
        document.uri,
      );
      const ours = symbols
        .filter(({ detail }) => /^(Space|function|graph)/.test(detail))
        .map(({ name }) => name);
      assert.deepEqual(ours, ["say", "length", "Test"]);
    });
  });

  it("link Spaces to their pages", async () => {
    const document = await untitled(right());
    await eventually("the link is there", async () => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
      );
      assert.ok(links.some(({ tooltip }) => tooltip === "Open the app"));
    });
  });

  it("get a new node that checks without a problem", async () => {
    const document = await untitled(right());
    await vscode.commands.executeCommand("daggr.addNode", {
      kind: "gradio",
      space: app.url,
      endpoint: "/say",
    });
    assert.match(document.getText(), /const say2 = new GradioNode\([^]*nodes: \[length, say2\]/);
    await replace(document, "say.audio", "say.audoi");
    await problemsBecome(document, ["unknown-port"]);
    await replace(document, "say.audoi", "say.audio");
    await problemsBecome(document, []);
  });

  it("are begun by a command", async () => {
    await vscode.commands.executeCommand("daggr.newWorkflow", "function");
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.match(document.getText(), /export default new Graph/);
    await replace(document, '"Hello", nodes: [greeting]', '"Hello", nodes: []');
    await problemsBecome(document, ["unused-node"]);
  });
});
