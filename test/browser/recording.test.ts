import type { LocalHub } from "../support/hub.ts";
import { startExampleHub } from "../support/spaces.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";
import { showsImage } from "./whole-path.ts";

const workflow = `import { GradioNode, Graph, gr } from "daggr";

const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: gr.Textbox({ label: "Prompt", value: "A cheetah" }), height: 256, width: 256, seed: 1 },
  outputs: { image: gr.Image({ label: "Image" }) },
});

export default new Graph({ name: "Recorded", nodes: [painter] });
`;

describe("recorded calls in the editor", function () {
  this.timeout(180_000);
  let hub: LocalHub | undefined;
  let workbench: Workbench;
  let canvas: CanvasPage;
  const stopHub = async () => {
    await hub?.stop();
    hub = undefined;
  };

  before(async () => {
    hub = await startExampleHub();
    workbench = await Workbench.open({ workspace: { "recorded.ts": workflow }, env: hub.env });
    await workbench.openFile("recorded.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.inPlace("painter.prompt", "painter");
  });

  after(async () => {
    await workbench?.close();
    await stopHub();
  });

  it("says what to do where there is nothing to replay", async () => {
    await workbench.runCommand("Daggr: Replay Recorded Calls");
    await workbench.page
      .getByText(/There is no recording 'recorded\.recordings' beside the workflow/)
      .first()
      .waitFor();
  });

  it("keeps the calls of a run, and shows that it does", async () => {
    await workbench.runCommand("Daggr: Record Calls");
    await canvas.button("Recording calls").waitFor();
    await canvas.run("painter");
    await showsImage(canvas, "painter");
  });

  it("answers from the records when the Hub and the Spaces are gone", async () => {
    await stopHub();
    await workbench.runCommand("Daggr: Replay Recorded Calls");
    await canvas.button("Replaying calls").waitFor();
    await workbench.runCommand("Daggr: Clear Sheet");
    await canvas.card("painter").locator("img").waitFor({ state: "detached" });
    await canvas.run("painter");
    await showsImage(canvas, "painter");
  });

  it("refuses another call by the name of the closest record, until it is turned off", async () => {
    await canvas.card("painter.prompt").locator("textarea, input").first().fill("A cat");
    await canvas.run("painter");
    await canvas
      .card("painter")
      .getByText(/in no record of '.*recorded\.recordings'\. The closest record/)
      .first()
      .waitFor();
    await canvas.button("Replaying calls").click();
    await canvas.button("Replaying calls").waitFor({ state: "detached" });
  });
});
