import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, problemsBecome, untitled } from "./language/editing.ts";
import { TestFolder } from "./language/files.ts";

interface Told {
  readonly file: string;
  readonly unsaved: boolean;
  readonly fixed?: readonly string[];
  readonly diagnostics: readonly { readonly code: string; readonly line: number; readonly file: string }[];
}

describe("tools of VS Code's assistants", () => {
  const folder = new TestFolder("assistants");
  before(async () => {
    await vscode.extensions.getExtension("daggr.daggr-vscode")?.activate();
  });
  afterEach(closeAll);
  after(() => folder.remove());

  const words = `import { FnNode, Graph, gr } from "daggr";

const words = new FnNode(({ text }) => text.split(" ").length, {
  inputs: { text: gr.Textbox({ value: "one two" }) },
  outputs: { count: gr.Number() },
});
const twice = new FnNode(({ count }) => Number(count) * 2, {
  inputs: { count: words.cuont },
  outputs: { count: gr.Number() },
});

export default new Graph({ name: "Words", nodes: [twice] });
`;

  async function call(name: string, input: object): Promise<string> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  }

  /** The JSON between the two lines that mark it as data. */
  async function ask(name: string, input: object): Promise<Told> {
    const [, , json = ""] = (await call(name, input)).split("\n");
    return JSON.parse(json) as Told;
  }

  it("are known to VS Code", () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("daggr_"));
    assert.deepEqual(names.toSorted(), ["daggr_fix", "daggr_problems", "daggr_run", "daggr_show_canvas"]);
  });

  it("see and mend the unsaved text, which stays unsaved", async () => {
    const document = await untitled(words);
    // A document without a file has the name that it would be saved by.
    const { file, unsaved, diagnostics } = await ask("daggr_problems", {});
    assert.equal(unsaved, true);
    assert.deepEqual(
      diagnostics.map((one) => [one.code, one.file, one.line]),
      [["unknown-port", file, 8]],
    );
    const [problem] = diagnostics;

    await assert.rejects(
      ask("daggr_fix", { fixes: [{ code: "unknown-port", line: 1 }] }),
      /There is no 'unknown-port' in line 1\. Check again/,
    );
    const mended = await ask("daggr_fix", { file, fixes: [{ code: problem?.code, line: problem?.line }] });
    assert.equal(mended.fixed?.length, 1);
    assert.deepEqual(mended.diagnostics, []);
    assert.match(document.getText(), /inputs: \{ count: words\.count \}/);
    assert.ok(document.isDirty);
    await problemsBecome(document, []);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), words);
  });

  it("take no other arguments, and name no file outside of the workspace", async () => {
    await assert.rejects(call("daggr_problems", { path: "words.ts" }), /path/);
    await assert.rejects(
      call("daggr_problems", { file: "../../../etc/hosts.ts" }),
      /outside of the workspace/,
    );
    await folder.write("plain.ts", "export const one = 1;\n");
    await assert.rejects(call("daggr_problems", { file: "assistants/plain.ts" }), /is no workflow/);
  });
});
