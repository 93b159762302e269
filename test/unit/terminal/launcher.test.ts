import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";

/** The script that VS Code's terminals find as `daggr`. Tests of the workbench start it in a real terminal. */
describe("the launcher of VS Code's terminals", () => {
  const folder = mkdtempSync(join(tmpdir(), "daggr-launcher-"));
  after(() => rmSync(folder, { recursive: true }));

  /** A program that says who was started, with what. */
  function program(name: string, version = ""): string {
    const path = join(folder, name);
    writeFileSync(
      path,
      `#!/bin/sh\n[ "$1" = --version ] && echo "${version}" && exit\necho "${name} $ELECTRON_RUN_AS_NODE" "$@"\n`,
    );
    chmodSync(path, 0o755);
    return path;
  }
  const vscode = program("vscode");
  const start = (env: Readonly<Record<string, string>>) =>
    spawnSync(inRoot("dist/bin/daggr"), ["check", "a b.ts"], {
      encoding: "utf8",
      env: { PATH: folder, ...env },
    });

  for (const [version, used] of [
    ["v18.20.0", "vscode 1"],
    ["v20.9.0", "vscode 1"],
    ["v20.19.0", "node "],
    ["v22.1.0", "node "],
    ["v30.0.0", "node "],
  ] as const) {
    it(`with Node ${version} on PATH starts the program by '${used.trim()}'`, () => {
      program("node", version);
      const { stdout } = start({ DAGGR_VSCODE_NODE: vscode });
      assert.equal(stdout, `${used} ${inRoot("dist/bin")}/../daggr.cjs check a b.ts\n`);
    });
  }

  it("says what is missing where there is neither", () => {
    rmSync(join(folder, "node"));
    const { status, stderr } = start({});
    assert.deepEqual(
      [status, stderr],
      [2, "daggr needs Node 20.19 or newer on PATH, or a terminal of VS Code.\n"],
    );
  });

  it("starts the real program", () => {
    const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as {
      version: string;
    };
    const said = execFileSync(inRoot("dist/bin/daggr"), ["--version"], {
      encoding: "utf8",
      env: { PATH: "/nowhere", DAGGR_VSCODE_NODE: process.execPath },
    });
    assert.equal(said.trim(), version);
  });
});
