import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { CanvasPage } from "../browser/canvas-page.ts";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";

const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { version: string };
const vsix = inRoot(`daggr-${version}.vsix`);

describe("the package", () => {
  it("is under 6 MB, and what is loaded at activation under 200 KB", () => {
    assert.ok(statSync(vsix).size < 6 * 1024 * 1024, `${statSync(vsix).size} bytes`);
    const { size } = statSync(inRoot("out/package/dist/extension.cjs"));
    assert.ok(size < 200 * 1024, `${size} bytes`);
  });

  it("has everything that runs", () => {
    const bundles = [
      ...[
        "extension.cjs",
        "language-worker.cjs",
        "graph-worker.cjs",
        "store-worker.cjs",
        "layout-worker.cjs",
      ],
      ...[
        "workflow-process.cjs",
        "daggr.cjs",
        "daggr-module.mjs",
        "typescript.cjs",
        "inference.cjs",
        "hub.cjs",
        "sql-wasm.wasm",
      ],
      ...[
        "lib/lib.es2023.d.ts",
        "types/daggr.d.ts",
        "types/node_modules/@types/node/index.d.ts",
        "webview/main.js",
        "webview/main.css",
      ],
    ];
    for (const name of bundles) statSync(inRoot("out/package/dist", name));
    statSync(inRoot("out/package/node_modules/daggr-typescript-plugin/index.js"));
  });

  describe("installed in a VS Code", () => {
    let workbench: Workbench;
    before(async function () {
      this.timeout(120_000);
      workbench = await Workbench.open({ vsix, workspace: inRoot("test/workspaces/host") });
      await workbench.openFile("workflow.ts");
    });
    after(() => workbench.close());

    it("knows the types of daggr", async function () {
      this.timeout(120_000);
      // Typed and not written on disk: in its first seconds VS Code does not see what other programs change.
      const text = await readFile(join(workbench.workspace, "workflow.ts"), "utf8");
      await workbench.replaceText(text.replace("new Graph(", "new Grahp("));
      await workbench.problem(/Did you mean 'Graph'/);
      await workbench.replaceText(text);
      const problems = await workbench.problems();
      assert.ok(!problems.some((line) => line.includes("Cannot find module")), problems.join("; "));
    });

    it("has the command daggr in its terminals, though no set-up was done", async function () {
      this.timeout(120_000);
      await workbench.runCommand("Terminal: Create New Terminal");
      await workbench.page.locator(".terminal.xterm").first().waitFor();
      const said = join(workbench.workspace, "said.txt");
      await eventually("the terminal takes the line", async () => {
        await workbench.page.locator(".terminal.xterm textarea").first().focus();
        await workbench.page.keyboard.type("daggr --version > said.txt\n");
        assert.equal((await readFile(said, "utf8")).trim(), version);
      });
    });

    it("opens the canvas", async function () {
      this.timeout(120_000);
      await workbench.openFile("workflow.ts");
      await workbench.runCommand("Daggr: Open Canvas");
      await new CanvasPage(await workbench.canvas()).card("shout").waitFor();
    });
  });
});
