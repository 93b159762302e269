/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";

const shout = new FnNode(({ text, lines, loud }) => (loud ? text.toUpperCase() : text) + lines, {
  inputs: {
    text: gr.Textbox({ label: "Text", value: "hello" }),
    lines: gr.Textbox({ label: "Lines", value: "a", lines: 3 }),
    loud: gr.Checkbox({ label: "Loud", value: true }),
  },
  outputs: { text: gr.Textbox() },
});

export default new Graph({ name: "Themes", nodes: [shout] });
`;

/** The background of the canvas's fields, and the colour that VS Code's theme sets for it. */
async function colours(
  frame: Frame,
): Promise<{ readonly theme: string; readonly fields: readonly string[] }> {
  return frame.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.background = "var(--vscode-input-background)";
    const parts = { "vscode-text-field": ".root", "vscode-text-area": ".control" };
    const fields = Object.entries(parts).flatMap(([tag, part]) =>
      [...document.querySelectorAll(tag)].map((field) => field.shadowRoot!.querySelector(part)!),
    );
    const [theme, ...filled] = [probe, ...fields].map((element) => getComputedStyle(element).backgroundColor);
    probe.remove();
    return { theme: theme!, fields: filled };
  });
}

describe("the canvas in a theme", () => {
  let workbench: Workbench;
  let canvas: CanvasPage;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: { "themes.ts": workflow }, colorScheme: "light" });
    await workbench.openFile("themes.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.frame.locator("vscode-text-field").first().waitFor();
  });
  after(() => workbench.close());

  /** Waits, since fields get their colours only when their parts are drawn. */
  const follows = (name: string) =>
    eventually(`the fields have the colours of the ${name} theme`, async () => {
      const { theme, fields } = await colours(canvas.frame);
      assert.ok(fields.length >= 2, `${fields.length} fields`);
      assert.deepEqual(new Set(fields), new Set([theme]));
      return theme;
    });

  it("has its colours from the first", async () => {
    assert.match(await follows("light"), /^rgb\(2\d\d, 2\d\d, 2\d\d\)$/);
  });

  it("follows when another is chosen", async () => {
    const light = await follows("light");
    await workbench.page.emulateMedia({ colorScheme: "dark" });
    await eventually("the theme is dark", async () => {
      assert.notEqual((await colours(canvas.frame)).theme, light);
    });
    await follows("dark");
  });
});
