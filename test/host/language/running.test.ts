import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ExtensionServices } from "../../../src/extension/feature.ts";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../../unit/check/tiny-app.ts";
import { closeAll, problemsBecome, replace } from "./editing.ts";
import { TestFolder } from "./files.ts";

describe("nodes that run from the editor", () => {
  const folder = new TestFolder("running");
  let app: HttpServer;
  let services: ExtensionServices;
  before(async () => {
    app = await startTinyApp();
    const extension = vscode.extensions.getExtension<ExtensionServices>("daggr.daggr-vscode");
    assert.ok(extension);
    services = await extension.activate();
  });
  afterEach(closeAll);
  after(async () => {
    await folder.remove();
    await app.stop();
  });

  const words = `import { FnNode, Graph, gr } from "daggr";

const words = new FnNode(
  ({ text }) => {
    const found = text.split(" ");
    return found.length;
  },
  { inputs: { text: gr.Textbox({ value: "one two three" }) }, outputs: { count: gr.Number() } },
);

export default new Graph({ name: "Words", nodes: [words] });
`;

  /** Presses the first button of the notification until it has done its work. */
  const acceptNotification = (done: () => boolean) =>
    eventually("the notification is answered", async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.ok(done());
    });

  it("are tested, and what came back is written as outputs", async () => {
    const document = await folder.open(
      "count.ts",
      `import { GradioNode, Graph } from "daggr";

const counter = new GradioNode("${app.url}", { apiName: "/count", inputs: { text: "a longer text" } });

export default new Graph({ name: "Count", nodes: [counter] });
`,
    );
    const testing = vscode.commands.executeCommand("daggr.testNode", document.uri, "counter");
    await acceptNotification(() => document.isDirty);
    await testing;
    assert.match(document.getText(), /words: gr\.Number\(\{ label: "Words" \}\)/);
    assert.match(document.getText(), /longest: gr\.Textbox\(\{ label: "Longest" \}\)/);
    await replace(document, '"a longer text"', "5");
    await problemsBecome(document, ["wrong-type"]);
    await replace(document, "text: 5", 'text: "a longer text"');
    await problemsBecome(document, []);
  });

  it("are tested, and the shape of what came back is written as a type", async () => {
    const document = await folder.open("words.ts", words);
    const testing = vscode.commands.executeCommand("daggr.testNode", document.uri, "words");
    await acceptNotification(() => document.isDirty);
    await testing;
    assert.match(document.getText(), /type WordsResult = \{ count: number \};\n\nconst words = new FnNode/);
  });

  it("stop at a breakpoint of the workflow file when they are debugged", async function () {
    this.timeout(180_000);
    const document = await folder.open("debugged.ts", words);
    const line = words.split("\n").findIndex((text) => text.includes("return found.length"));
    const breakpoint = new vscode.SourceBreakpoint(
      new vscode.Location(document.uri, new vscode.Position(line, 0)),
    );
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      await vscode.commands.executeCommand("daggr.debugNode", document.uri, "words");
      const frame = await eventually(
        "the debugger stands in the function",
        () => {
          const item = vscode.debug.activeStackItem;
          assert.ok(item instanceof vscode.DebugStackFrame);
          return item;
        },
        60_000,
      );
      const { stackFrames } = (await frame.session.customRequest("stackTrace", {
        threadId: frame.threadId,
      })) as {
        readonly stackFrames: readonly {
          readonly line: number;
          readonly source?: { readonly path?: string };
        }[];
      };
      // The address of the file as the workbench has it, which may be another host's.
      const [top] = stackFrames;
      assert.ok(top?.source?.path?.endsWith(document.uri.path), top?.source?.path);
      assert.equal(top?.line, line + 1);
      const { result } = (await frame.session.customRequest("evaluate", {
        expression: "found.join('+')",
        frameId: frame.frameId,
        context: "watch",
      })) as { readonly result: string };
      assert.match(result, /one\+two\+three/);
      await frame.session.customRequest("continue", { threadId: frame.threadId });
      await eventually(
        "the node ran to its end",
        () => assert.equal(vscode.debug.activeDebugSession?.name, undefined),
        60_000,
      );
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      await vscode.debug.stopDebugging();
    }
  });

  it("are run by their lens, also in the second graph of a file, and the lens tells the state", async () => {
    const document = await folder.open(
      "two.ts",
      `import { FnNode, Graph, gr } from "daggr";

const first = new FnNode(() => 1, { outputs: { one: gr.Number() } });
const second = new FnNode(() => 2, { outputs: { two: gr.Number() } });

export const one = new Graph({ name: "One", nodes: [first] });
export const two = new Graph({ name: "Two", nodes: [second] });
`,
    );
    const lenses = async (line: number) => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
      );
      const ours = found.filter(({ range, command }) => range.start.line === line && command);
      return ours
        .flatMap(({ command }) => command ?? [])
        .filter(({ command }) => command.startsWith("daggr."));
    };
    for (const line of [3, 2]) {
      const run = await eventually("its lens is there", async () => {
        const lens = (await lenses(line)).find(({ command }) => command === "daggr.runNode");
        assert.ok(lens);
        return lens;
      });
      await vscode.commands.executeCommand(run.command, ...((run.arguments ?? []) as unknown[]));
      await eventually("it is done", async () => {
        const titles = (await lenses(line)).map(({ title }) => title);
        assert.match(titles.at(-1) ?? "", /^\d+(\.\d s| ms)$/, titles.join(" | "));
      });
    }
    assert.deepEqual(
      services.sessions
        .of(document.uri)
        .map(({ state }) => state.graph?.name)
        .sort(),
      ["One", "Two"],
    );
  });

  it("are found from the canvas and back in text that is not saved", async () => {
    const document = await folder.open("places.ts", words);
    const session = await services.sessions.open(document.uri);
    assert.ok(await session.load());
    await replace(document, "\nconst words", "\n// One line\n// and another.\nconst words");
    const place = await services.places.locationOf(session, "words");
    assert.ok(place);
    assert.equal(place.uri.toString(), document.uri.toString());
    assert.equal(document.lineAt(place.range.start.line).text, "const words = new FnNode(");
    const inside = new vscode.Position(place.range.start.line + 2, 6);
    assert.equal(await services.places.nodeAt(session, document, inside), "words");
    assert.equal(await services.places.nodeAt(session, document, new vscode.Position(0, 0)), undefined);
  });

  it("are found from the canvas and back where only running the file tells their names", async () => {
    const document = await folder.open(
      "loop.ts",
      `import { FnNode, Graph, gr } from "daggr";

const nodes = [1, 2].map(
  (number) =>
    new FnNode(() => number, { name: \`number \${number}\`, outputs: { value: gr.Number() } }),
);

export default new Graph({ name: "Loop", nodes });
`,
    );
    const session = await services.sessions.open(document.uri);
    assert.ok(await session.load());
    const place = await services.places.locationOf(session, "number 2");
    assert.equal(place?.range.start.line, 4);
    assert.equal(await services.places.nodeAt(session, document, new vscode.Position(4, 10)), "number 1");
  });
});
