import { Workbench } from "../support/workbench.ts";
import {
  completed,
  message,
  startScriptedApp,
  streamed,
  type ScriptedApp,
} from "../unit/gradio/support/scripted-app.ts";
import { CanvasPage } from "./canvas-page.ts";
import { fineNode, nextRunWorks } from "./next-run.ts";

const workflow = (app: string) => `import { closeSync, writeSync } from "node:fs";
import { FnNode, GradioNode, Graph, gr } from "daggr";

process.send?.("ready");
const outputs = { out: gr.Textbox({ label: "Out" }) };
const sends = new FnNode(({ on }) => { process.send?.("ready"); return "sent " + on; }, { inputs: { on: true }, outputs });
const writes = new FnNode(({ on }) => { writeSync(3, "ready\\n"); return "wrote " + on; }, { inputs: { on: true }, outputs });
const closes = new FnNode(({ on }) => { closeSync(3); return "closed " + on; }, { inputs: { on: true }, outputs });
const says = new GradioNode("${app}", { apiName: "/say", inputs: { text: "on" }, outputs });
${fineNode}export default new Graph({ name: "Messages", nodes: [sends, writes, closes, says, fine] });
`;

describe("messages that are none", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;
  let hosts: readonly number[];
  let app: ScriptedApp;

  before(async () => {
    app = await startScriptedApp({
      data: () =>
        streamed(
          "data: ping\n\n",
          "data: [DONE]\n\n",
          message("process_starts"),
          completed("said on"),
          'data: {"cut',
        ),
    });
    workbench = await Workbench.open({ workspace: { "messages.ts": workflow(app.url) } });
    await workbench.openFile("messages.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.shows("sends");
    hosts = await workbench.server.extensionHosts();
  });
  after(async () => {
    await workbench?.close();
    await app.stop();
  });

  it("of a library that looks for a process manager go nowhere", async () => {
    await canvas.find("sends");
    await canvas.run("sends");
    await canvas.card("sends").getByText("sent true").first().waitFor();
    await nextRunWorks(workbench, canvas, hosts);
  });

  for (const name of ["writes", "closes"])
    it(`of a function that ${name} the engine's pipe fail its step, which says so`, async () => {
      await canvas.find(name);
      await canvas.run(name);
      await canvas
        .card(name)
        .getByText(/a file descriptor that it did not open/)
        .first()
        .waitFor();
      await nextRunWorks(workbench, canvas, hosts);
    });

  it("of an app are skipped", async () => {
    await canvas.find("says");
    await canvas.run("says");
    await canvas.card("says").getByText("said on").first().waitFor();
    await nextRunWorks(workbench, canvas, hosts);
  });
});
