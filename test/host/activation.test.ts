import assert from "node:assert/strict";
import { basename } from "node:path";
import * as vscode from "vscode";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  const extension = () => {
    const found = vscode.extensions.getExtension<unknown>("daggr.daggr-vscode");
    assert.ok(found, "the extension is not there");
    return found;
  };

  it("loads the extension's own bundle and no other: no compiler, no database, no inference client", async () => {
    await extension().activate();
    const own = Object.keys(require.cache).filter((path) =>
      path.startsWith(`${extension().extensionPath}/dist/`),
    );
    assert.deepEqual(
      own.map((path) => basename(path)),
      ["extension.cjs"],
    );
  });

  it("registers every command of the manifest", async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { commands } = (extension().packageJSON as Manifest).contributes;
    assert.deepEqual(
      commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
