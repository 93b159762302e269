import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { runTool, showCanvasTool } from "../../src/extension/assistants/canvas-tools.ts";
import type { ExtensionServices } from "../../src/extension/feature.ts";
import { closeAll } from "./language/editing.ts";
import { TestFolder } from "./language/files.ts";

// VS Code asks in a dialog that no test in the host can answer. So the tools are asked here as VS Code asks them: first what the person
// is to be asked, then, after their yes, for the work.
describe("what a person is asked before an assistant loads or runs a workflow", function () {
  this.timeout(60_000);
  const folder = new TestFolder("confirmations");
  const file = "confirmations/counted.ts";
  const never = new vscode.CancellationTokenSource().token;
  let services: ExtensionServices;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionServices>("daggr.daggr-vscode")!;
    services = await extension.activate();
    await folder.write(
      "counted.ts",
      `import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, GradioNode, Graph, gr } from "daggr";

writeFileSync(join(import.meta.dirname, "loaded.txt"), "");

const painter = new GradioNode("nobody/paints", { apiName: "/paint", inputs: {}, outputs: { text: gr.Textbox() } });
const words = new FnNode(({ text }) => text.split(" ").length, {
  inputs: { text: gr.Textbox({ value: "one two" }) },
  outputs: { count: gr.Number() },
});

export default new Graph({ name: "Counted", nodes: [words, painter] });
`,
    );
  });
  after(async () => {
    for (const session of services.sessions.all.filter(({ file }) => file.fsPath.startsWith(folder.path)))
      await services.sessions.close(session);
    await closeAll();
    await folder.remove();
  });

  const isLoaded = () => existsSync(join(folder.path, "loaded.txt"));
  const isOpen = () => services.sessions.all.some(({ file }) => file.fsPath.startsWith(folder.path));

  async function asked(preparing: ReturnType<ReturnType<typeof runTool>["prepare"]>) {
    const { confirmationMessages } = await preparing;
    assert.ok(confirmationMessages, "nobody is asked");
    const { title, message } = confirmationMessages;
    return { title, message: typeof message === "string" ? message : message.value };
  }

  it("names the file, what runs, and the services that it may call", async () => {
    const all = await asked(runTool(services).prepare({ file }));
    assert.equal(all.title, "Run the workflow?");
    assert.match(all.message, /wants to run all of it: confirmations\/counted\.ts\. The file's code runs/);
    assert.match(all.message, /may call, with your Hugging Face account and its quota: .*nobody\/paints/);
    const one = await asked(runTool(services).prepare({ file, node: "words" }));
    assert.match(one.message, /wants to run 'words' and what it needs: confirmations\/counted\.ts\./);
  });

  it("says of the canvas that the file is loaded, and that nothing of it is run", async () => {
    const { title, message } = await asked(showCanvasTool(services).prepare({ file }));
    assert.equal(title, "Open the canvas?");
    assert.match(message, /wants to load, and run nothing of,: confirmations\/counted\.ts\. The file's code/);
    assert.doesNotMatch(message, /quota/);
  });

  it("is all that happens before the person says yes", () => {
    assert.ok(!isOpen(), "the file is open in the engine");
    assert.ok(!isLoaded(), "the file was loaded");
  });

  it("is not asked in a workspace that is not trusted, where both do nothing", async () => {
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, "isTrusted")!;
    Object.defineProperty(vscode.workspace, "isTrusted", { configurable: true, get: () => false });
    try {
      for (const tool of [runTool(services), showCanvasTool(services)]) {
        const refusal = /only in a trusted workspace/;
        await assert.rejects(async () => tool.prepare({ file }), refusal);
        await assert.rejects(tool.run({ file }, never), refusal);
      }
    } finally {
      Object.defineProperty(vscode.workspace, "isTrusted", trusted);
    }
    assert.ok(!isOpen() && !isLoaded());
  });

  it("is followed by the work, where the person says yes", async () => {
    await showCanvasTool(services).run({ file }, never);
    assert.ok(isOpen());
    // The cast: what a tool gives is any JSON.
    const report = (await runTool(services).run({ file, node: "words" }, never)) as { results: unknown };
    assert.ok(isLoaded());
    assert.deepEqual(report.results, { words: { count: 2 } });
  });
});
