import assert from "node:assert/strict";
import { componentNames, type ComponentName } from "../../../src/runtime/components/description.ts";
import { eventually } from "../../support/eventually.ts";
import { startApp, type App } from "../../support/gradio.ts";
import { Workbench } from "../../support/workbench.ts";
import { CanvasPage } from "../canvas-page.ts";
import { componentCases, madeOf } from "./component-cases.ts";

/** One node for each component: the value that a person enters goes through a real Gradio app and comes back. */
const workflow = (url: string) => `import { GradioNode, Graph, gr } from "daggr";

${componentNames.map((name) => nodeOf(name, url)).join("\n")}
export default new Graph({ name: "Components", nodes: [${componentNames.map((name) => `${name}Node`).join(", ")}] });
`;

function nodeOf(name: ComponentName, url: string): string {
  const { set, options = {} } = componentCases[name];
  const component = (more: object) => `gr.${name}(${JSON.stringify({ ...options, ...more })})`;
  const input = set
    ? `value: ${component({ label: `given to ${name}` })}`
    : `text: ${JSON.stringify(madeOf)}`;
  return `const ${name}Node = new GradioNode(${JSON.stringify(url)}, {
  name: "${name}",
  apiName: "/${name.toLowerCase()}",
  inputs: { ${input} },
  outputs: { result: ${component({})}, received: gr.Textbox() },
});
`;
}

describe("components, with a real Gradio app", function () {
  this.timeout(120_000);
  let app: App;
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    app = await startApp("components");
    workbench = await Workbench.open({ workspace: { "workflow.ts": workflow(app.url) } });
    await workbench.openFile("workflow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.frame.locator(".svelte-flow__node").first().waitFor();
  });
  after(async () => {
    await workbench?.close();
    await app?.stop();
  });

  for (const name of componentNames) {
    const { set, received, shows } = componentCases[name];
    if (set)
      it(`sets ${name}`, async () => {
        await canvas.find(`given to ${name}`);
        const card = canvas.card(`${name}.value`);
        await set(card, workbench.page);
        // The host has received the value, since the button that discards it is shown.
        await card.getByRole("button", { name: "Back to the value in the code" }).waitFor();
      });

    it(`shows a ${name} that the app returned`, async () => {
      await canvas.find(name);
      await canvas.run(name);
      await canvas.state(name, /\d (ms|s)$/);
      const card = canvas.card(name);
      await eventually("the app tells what it was given", async () =>
        assert.deepEqual(
          JSON.parse(await card.getByLabel(`received of ${name}`, { exact: true }).innerText()),
          set ? received : madeOf,
        ),
      );
      await shows(card, workbench.page);
    });
  }

  it("says nothing in the console that is an error of ours", () => {
    assert.deepEqual(
      workbench.console.filter((line) => /page error|Content Security Policy/i.test(line)),
      [],
    );
  });
});
