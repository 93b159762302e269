/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

/** A picture that shows its prompt, a text about the picture, and a node that is independent of both. */
export const workflow = (name = "Album") => `import { FnNode, Graph, gr } from "daggr";

const draw = new FnNode(
  ({ prompt }) =>
    "data:image/svg+xml;base64," +
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160"><rect width="240" height="160" fill="teal"/>' +
        '<text x="10" y="85" fill="white">' + prompt + "</text></svg>",
    ).toString("base64"),
  {
    inputs: { prompt: gr.Textbox({ label: "Prompt", value: "A cat" }) },
    outputs: { picture: gr.Image({ label: "Picture" }) },
  },
);

const title = new FnNode(({ prompt }) => "Title: " + prompt, {
  inputs: { prompt: gr.Textbox({ label: "Words", value: "none" }) },
  outputs: { text: gr.Textbox({ label: "Title" }) },
});

const frame = new FnNode(({ picture, text, width }) => text + ", framed " + width + " wide", {
  inputs: { picture: draw.picture, text: title.text, width: gr.Slider({ label: "Width", value: 3, minimum: 1, maximum: 9 }) },
  outputs: { framed: gr.Textbox({ label: "Framed" }) },
});

export default new Graph({ name: "${name}", nodes: [frame] });
`;

export const FILE = "album.ts";

/** The album's canvas in a workbench, and what a person does with its sheets. */
export class Album {
  private constructor(
    readonly workbench: Workbench,
    /** Another one after the window was loaded again. */
    public canvas: CanvasPage,
  ) {}

  static async open(): Promise<Album> {
    const workbench = await Workbench.open({
      workspace: { [FILE]: workflow() },
      viewport: { width: 1900, height: 1000 },
    });
    await workbench.openFile(FILE);
    await workbench.runCommand("Daggr: Open Canvas");
    return new Album(workbench, await canvasOf(workbench));
  }

  /**
   * Finds the canvas after a reload or a crash. The browser may have ended before VS Code stored which editors are open; then
   * the canvas is opened again, as a person would do. That a canvas comes back by itself is tested in whole-path.test.ts.
   */
  async findCanvasAgain(): Promise<void> {
    const { workbench } = this;
    try {
      await workbench.canvas(15_000);
    } catch {
      await workbench.openFile(FILE);
      await workbench.runCommand("Daggr: Open Canvas");
    }
    this.canvas = await canvasOf(workbench);
  }

  close(): Promise<void> {
    return this.workbench.close();
  }

  // Elements of the canvas, and actions on it.

  readonly input = (id: string) => this.canvas.card(id).locator("textarea, input").first();
  readonly text = (node: string) =>
    this.canvas.card(node).getByRole("textbox", { name: new RegExp(`of ${node}$`) });
  readonly picture = () => this.canvas.card("draw").locator("img");
  readonly sheetMenu = () => this.canvas.frame.locator('button[title="Sheets"]');

  async run(words: string): Promise<void> {
    await this.input("draw.prompt").fill(words);
    await this.input("title.prompt").fill(words);
    await this.canvas.button(/^Run all/).click();
    await this.shows(words);
    await this.canvas.state("frame", /\d (ms|s)$/);
  }

  /** Waits until the inputs, the picture and the texts on the canvas all belong to the same run. */
  shows(words: string): Promise<void> {
    return eventually(`the canvas shows '${words}'`, async () => {
      assert.equal(await this.input("draw.prompt").inputValue(), words);
      assert.equal(await this.input("title.prompt").inputValue(), words);
      assert.equal(await this.text("title").innerText({ timeout: 1000 }), `Title: ${words}`);
      assert.match(
        await this.text("frame").innerText({ timeout: 1000 }),
        new RegExp(`^Title: ${words}, framed`),
      );
      assert.equal(
        await this.picture().evaluate((element) => (element as HTMLImageElement).naturalWidth),
        240,
      );
    });
  }

  async sheetAction(name: string): Promise<void> {
    await this.sheetMenu().click();
    await this.canvas.frame.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  }

  /** Answers the canvas's dialog that asks for a line of text. */
  async answer(words: string, confirm: string): Promise<void> {
    const dialog = this.canvas.frame.getByRole("dialog");
    await dialog.locator("input").fill(words);
    await dialog.getByRole("button", { name: confirm }).click();
    await dialog.waitFor({ state: "detached" });
  }

  async newSheet(name: string): Promise<void> {
    await this.sheetAction("New sheet…");
    await this.answer(name, "Create");
    await this.isOn(name);
  }

  async switchTo(sheet: string): Promise<void> {
    const { frame } = this.canvas;
    await this.sheetMenu().click();
    await frame
      .getByRole("menuitemcheckbox")
      .filter({ has: frame.getByText(sheet, { exact: true }) })
      .click();
    await this.isOn(sheet);
  }

  isOn(sheet: string): Promise<void> {
    return this.sheetMenu().getByText(sheet, { exact: true }).waitFor();
  }

  async sheets(): Promise<string[]> {
    await this.sheetMenu().click();
    const names = await this.canvas.frame.locator('[role="menuitemcheckbox"] .text').allInnerTexts();
    await this.workbench.page.keyboard.press("Escape");
    return names.sort();
  }

  // VS Code's dialogs and messages.

  /** Answers the dialog that asks for a file. In a browser, VS Code asks for the path as text. */
  async chooseFile(path: string): Promise<void> {
    const box = this.workbench.page.locator(".quick-input-widget:not(.hidden)");
    // The command palette may still be open, but it has no such button.
    const ok = box.getByRole("button", { name: /^(OK|Open|Save)$/ });
    await ok.waitFor();
    await eventually("the dialog takes the path", async () => {
      // The dialog completes and corrects the typed path, sometimes a moment later.
      await box.locator("input").first().fill(path, { timeout: 2000 });
      await box
        .getByRole("option")
        .first()
        .waitFor({ timeout: 1000 })
        .catch(() => {});
      assert.equal(await box.locator("input").first().inputValue(), path);
      await ok.click({ timeout: 2000 });
      await ok.waitFor({ state: "hidden", timeout: 2000 });
    });
  }

  /** A message in VS Code's list of notifications. As a toast it would be hidden at once, since the browser has no focus. */
  async message(words: string | RegExp): Promise<Locator> {
    await this.workbench.runCommand("Notifications: Show Notifications");
    const notification = this.workbench.page
      .locator(".notifications-center .notification-list-item", { hasText: words })
      .first();
    await notification.waitFor();
    return notification;
  }
}

async function canvasOf(workbench: Workbench): Promise<CanvasPage> {
  const canvas = new CanvasPage(await workbench.canvas());
  await canvas.shows("frame");
  return canvas;
}
