import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { HttpServer } from "../hub/http.ts";
import { startProxy, type Proxy } from "../hub/proxy.ts";
import { startHub, testToken, type LocalHub } from "../support/hub.ts";
import { Workbench } from "../support/workbench.ts";
import { startTinyApp } from "../unit/check/tiny-app.ts";
import { CanvasPage } from "./canvas-page.ts";

/** A workflow that leaves a trace when it is loaded. */
const workflow = (outputs: string) => `import { writeFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

writeFileSync(new URL("trace", import.meta.url), "loaded");
const greet = new FnNode(({ who }) => \`Hello, \${who}!\`, {
  inputs: { who: gr.Textbox({ label: "Who", value: "world" }) },
  outputs: { text: gr.Textbox() },
});
const loud = new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: greet.${outputs} } });
export default new Graph({ name: "Greeting", nodes: [loud] });
`;

/** A workflow that names a Space and an app of this machine. */
const naming = (address: string) => `import { GradioNode, Graph } from "daggr";

const say = new GradioNode("owner/speech", { apiName: "/sya", inputs: { text: "Hello" } });
const own = new GradioNode("${address}", { apiName: "/sya", inputs: { text: "Hello" } });
const none = new GradioNode("owner/speach", { apiName: "/say", inputs: { text: "Hello" } });
export default new Graph({ name: "Naming", nodes: [say, own, none] });
`;

describe("a workspace that is not trusted", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;
  let app: HttpServer;
  let watched: Proxy;
  let hub: LocalHub;

  before(async () => {
    app = await startTinyApp();
    watched = await startProxy(app.url);
    hub = await startHub({ "owner/speech": { url: watched.url, sdk: "gradio" } });
    workbench = await Workbench.open({
      workspace: {
        "workflow.ts": workflow("txt"),
        "right.ts": workflow("text"),
        "naming.ts": naming(watched.url),
      },
      askForTrust: true,
      env: { ...hub.env, HF_TOKEN: testToken },
      settings: { "security.workspace.trust.startupPrompt": "never" },
    });
  });
  after(async () => {
    await workbench?.close();
    await Promise.all([hub.stop(), watched.stop(), app.stop()]);
  });

  const wasLoaded = () => existsSync(join(workbench.workspace, "trace"));

  it("has problems", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.problem(/Output port 'txt' not found on node 'greet'.*Did you mean 'text'\?/s);
  });

  it("asks no app, and nobody learns who the person is", async () => {
    await workbench.openFile("naming.ts");
    await workbench.problem(/No Space 'owner\/speach'|'owner\/speach'.*not/s);
    await workbench.problem(/Could not verify.*The workspace is not trusted/s);
    assert.deepEqual(watched.requests, []);
    assert.ok(hub.requests.length > 0);
    assert.deepEqual(
      hub.requests.filter(({ headers }) => headers.authorization),
      [],
    );
  });

  it("opens a canvas that says why nothing is loaded, and runs nothing by any of its ways", async () => {
    await workbench.openFile("right.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.frame.getByText("Trust this workspace to load its workflow").waitFor();
    assert.ok(
      await canvas
        .button(/^Run all/)
        .first()
        .isDisabled(),
    );
    await workbench.runCommand("Daggr: Run All");
    await workbench.runCommand("Notifications: Show Notifications");
    await workbench.page
      .locator(".notifications-center")
      .getByText("runs workflows only in a trusted workspace")
      .waitFor();
    assert.equal(wasLoaded(), false);
  });

  it("loads and runs once a person trusts it", async () => {
    await canvas.button("Manage trust").click();
    await workbench.page
      .locator(".workspace-trust-editor")
      .getByRole("button", { name: "Trust", exact: true })
      .first()
      .click();
    await workbench.openFile("right.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas
      .button(/^Run all/)
      .first()
      .click();
    await canvas.shows("loud");
    await canvas.card("loud").getByText("HELLO, WORLD!").first().waitFor();
    assert.equal(wasLoaded(), true);
    await workbench.openFile("naming.ts");
    await workbench.problem(/API endpoint '\/sya' not found in 'owner\/speech'/);
    assert.ok(watched.requests.length > 0);
  });
});
