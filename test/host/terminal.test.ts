import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { eventually } from "../support/eventually.ts";
import { TestFolder } from "./language/files.ts";

describe("daggr in VS Code's terminals", () => {
  const folder = new TestFolder("terminal");
  const extension = vscode.extensions.getExtension<unknown>("daggr.daggr-vscode");
  before(async () => {
    await extension?.activate();
    await folder.write(
      "wrong.ts",
      `import { FnNode, Graph } from "daggr";\nconst one = new FnNode(() => 1, {});\nexport default new Graph({ name: "One", nodes: [one.two] });\n`,
    );
  });
  after(() => folder.remove());

  /** What a command line prints in a terminal of its own. */
  async function printed(line: string, env: Record<string, string> = {}): Promise<string> {
    const name = `out-${Math.random()}`;
    const terminal = vscode.window.createTerminal({
      name,
      cwd: folder.path,
      env,
      shellPath: "/bin/sh",
      shellArgs: ["-c", `{ ${line}; } > ${name} 2>&1; echo "exit code $?" >> ${name}; : > ${name}.done`],
    });
    try {
      await eventually("the command ended", () => assert.ok(existsSync(join(folder.path, `${name}.done`))));
      return await readFile(join(folder.path, name), "utf8");
    } finally {
      terminal.dispose();
    }
  }

  it("is there without set-up, and checks a file", async () => {
    const { version } = extension?.packageJSON as { readonly version: string };
    assert.equal(await printed("daggr --version"), `${version}\nexit code 0\n`);
    assert.match(await printed("daggr check wrong.ts"), /wrong\.ts:3:.*two[^]*1 error[^]*exit code 1/);
  });

  it("is run by VS Code's own program where no Node is on PATH", async () => {
    const said = await printed(`node --version || "$DAGGR_VSCODE_NODE" -p 42; daggr --version`, {
      PATH: "/nowhere",
    });
    assert.match(said, /node.*not found\n42\n\d+\.\d+\.\d+\nexit code 0\n$/);
  });

  it("says in the list of a terminal's changed variables what it is for", () => {
    // It was given as a string.
    const { description } = (extension?.exports as { context: vscode.ExtensionContext }).context
      .environmentVariableCollection;
    assert.match(description as string, /command `daggr`/);
  });
});
