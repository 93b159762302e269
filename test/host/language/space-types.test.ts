import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../../unit/check/tiny-app.ts";
import { closeAll, problemsBecome } from "./editing.ts";
import { TestFolder } from "./files.ts";

describe("types of the Spaces that workflows name", function () {
  this.timeout(180_000);
  const folder = new TestFolder("space-types");
  let app: HttpServer;
  let opened = 0;
  before(async () => {
    app = await startTinyApp();
    await vscode.extensions.getExtension("daggr.daggr-vscode")?.activate();
  });
  afterEach(async () => {
    await set("off");
    await closeAll();
    await folder.remove();
  });
  after(() => app.stop());

  const set = (types: "ask" | "on" | "off") =>
    vscode.workspace.getConfiguration("daggr").update("types", types, vscode.ConfigurationTarget.Global);
  /** In a project of its own, with a parameter that the app does not have: once that is found, the app is known. */
  const open = async (project: string) => {
    await folder.write(`${project}/package.json`, "{}");
    const document = await folder.open(
      `${project}/flow${++opened}.ts`,
      `import { GradioNode, Graph, gr } from "daggr";

const say = new GradioNode("${app.url}", { apiName: "/say", inputs: { txt: "Hello" }, outputs: { audio: gr.Audio() } });

export default new Graph({ name: "Say", nodes: [say] });
`,
    );
    await problemsBecome(document, ["unknown-parameter"]);
    return document;
  };
  const areWritten = (project: string) =>
    ["daggr.lock.json", ".daggr/types"].every((name) => existsSync(join(folder.path, project, name)));
  const appear = (project: string) =>
    eventually("the lock and the types are there", () => assert.ok(areWritten(project)));
  const command = () => vscode.commands.executeCommand("daggr.writeTypes");

  it("are written without a question where the setting says so", async () => {
    await set("on");
    await open("on");
    await appear("on");
  });

  it("are not written where the setting says so, but by the command", async () => {
    await set("off");
    await open("off");
    assert.equal(areWritten("off"), false);
    await command();
    await appear("off");
  });

  it("are written once the person allows it, and then without a question", async () => {
    await set("ask");
    await open("asked");
    await eventually("the question is answered", async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.ok(areWritten("asked"));
    });
    await closeAll();
    for (const name of ["daggr.lock.json", ".daggr"])
      await rm(join(folder.path, "asked", name), { recursive: true });
    await open("asked");
    await appear("asked");
  });
});
