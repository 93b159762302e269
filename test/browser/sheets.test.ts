/// <reference lib="dom" />
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator } from "playwright-core";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage, hasValue } from "./canvas-page.ts";

/** A picture that shows its prompt, a text about the picture, and a node that is independent of both. */
const workflow = (name = "Album") => `import { FnNode, Graph, gr } from "daggr";

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

const FILE = "album.ts";

describe("sheets and their history, as a person uses them", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await openedCanvas();
    await canvas.inPlace("draw", "frame");
  });
  // Each sheet has its own viewport, and cards out of view are not drawn.
  beforeEach(() => canvas.fit());
  after(() => workbench?.close());

  async function openedCanvas(): Promise<Workbench> {
    const opened = await Workbench.open({
      workspace: { [FILE]: workflow() },
      viewport: { width: 1900, height: 1000 },
    });
    await opened.openFile(FILE);
    await opened.runCommand("Daggr: Open Canvas");
    await findCanvas(opened);
    return opened;
  }

  async function findCanvas(on: Workbench): Promise<void> {
    canvas = new CanvasPage(await on.canvas());
    await canvas.card("frame").waitFor();
  }

  /**
   * Finds the canvas after a reload or a crash. The browser may have ended before VS Code stored which editors are open; then
   * the canvas is opened again, as a person would do. That a canvas comes back by itself is tested in whole-path.test.ts.
   */
  async function findCanvasAgain(): Promise<void> {
    try {
      canvas = new CanvasPage(await workbench.canvas(15_000));
    } catch {
      await workbench.openFile(FILE);
      await workbench.runCommand("Daggr: Open Canvas");
    }
    await findCanvas(workbench);
  }

  // Elements of the canvas, and actions on it.

  const input = (id: string) => canvas.card(id).locator("textarea, input").first();
  const text = (node: string) => canvas.card(node).getByRole("textbox", { name: new RegExp(`of ${node}$`) });
  const picture = () => canvas.card("draw").locator("img");
  const count = (node: string) => canvas.card(node).locator(".count");
  const sheetMenu = () => canvas.frame.locator('button[title="Sheets"]');
  const panel = (name: string | RegExp) => canvas.frame.getByRole("region", { name });

  async function run(words: string): Promise<void> {
    await input("draw.prompt").fill(words);
    await input("title.prompt").fill(words);
    await canvas.button(/^Run all/).click();
    await shows(words);
    await canvas.state("frame", /\d (ms|s)$/);
  }

  /** Waits until the inputs, the picture and the texts on the canvas all belong to the same run. */
  const shows = (words: string) =>
    eventually(`the canvas shows '${words}'`, async () => {
      assert.equal(await input("draw.prompt").inputValue(), words);
      assert.equal(await input("title.prompt").inputValue(), words);
      assert.equal(await text("title").innerText({ timeout: 1000 }), `Title: ${words}`);
      assert.match(await text("frame").innerText({ timeout: 1000 }), new RegExp(`^Title: ${words}, framed`));
      assert.equal(await picture().evaluate((element) => (element as HTMLImageElement).naturalWidth), 240);
    });

  async function sheetAction(name: string): Promise<void> {
    await sheetMenu().click();
    await canvas.frame.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  }

  async function switchTo(sheet: string): Promise<void> {
    await sheetMenu().click();
    await canvas.frame
      .getByRole("menuitemcheckbox")
      .filter({ has: canvas.frame.getByText(sheet, { exact: true }) })
      .click();
    await isOn(sheet);
  }

  const isOn = (sheet: string) => sheetMenu().getByText(sheet, { exact: true }).waitFor();

  async function sheets(): Promise<string[]> {
    await sheetMenu().click();
    const names = await canvas.frame.locator('[role="menuitemcheckbox"] .text').allInnerTexts();
    await workbench.page.keyboard.press("Escape");
    return names.sort();
  }

  /** Answers the canvas's dialog that asks for a line of text. */
  async function answer(words: string, confirm: string): Promise<void> {
    const dialog = canvas.frame.getByRole("dialog");
    await dialog.locator("input").fill(words);
    await dialog.getByRole("button", { name: confirm }).click();
    await dialog.waitFor({ state: "detached" });
  }

  const undo = () => canvas.frame.locator(".toasts").getByRole("button", { name: "Undo" }).last().click();

  it("keeps two sheets with inputs and results of their own", async () => {
    await run("A red fox");
    await sheetAction("New sheet…");
    await answer("Whales", "Create");
    await isOn("Whales");
    await hasValue(input("draw.prompt"), "A cat");
    assert.equal(await count("draw").count(), 0);
    await run("A blue whale");
    await switchTo("Sheet 1");
    await shows("A red fox");
    await switchTo("Whales");
    await shows("A blue whale");
  });

  for (const [how, act] of [
    ["a reload of the window", () => workbench.reload()],
    ["a kill of the server", () => workbench.crash()],
  ] as const) {
    it(`finds both as they were after ${how}`, async () => {
      // Typed last, so that there was hardly any time to write it to disk.
      await input("draw.prompt").fill(`Typed before ${how}`);
      await eventually("the card says that its input changed", async () =>
        assert.match(await canvas.card("draw").locator(".state").innerText(), /prompt changed/),
      );
      await act();
      await findCanvasAgain();
      await isOn("Whales");
      await hasValue(input("draw.prompt"), `Typed before ${how}`);
      await input("draw.prompt").fill("A blue whale");
      await shows("A blue whale");
      await canvas.state("frame", /\d (ms|s)$/);
      await switchTo("Sheet 1");
      await shows("A red fox");
      await switchTo("Whales");
    });
  }

  it("pages back: inputs, upstream and downstream results follow, and all that is shown is fresh", async () => {
    await switchTo("Sheet 1");
    await canvas.fit();
    await run("A green frog");
    await run("A white owl");
    await count("frame").getByText("3/3").waitFor();
    await canvas
      .card("frame")
      .getByRole("button", { name: /^Older result/ })
      .click();
    await shows("A green frog");
    for (const node of ["draw", "title", "frame"]) await count(node).getByText("2/3").waitFor();
    await canvas
      .card("draw")
      .getByRole("button", { name: /^Older result/ })
      .click();
    // The title has its own inputs, which did not contribute to the picture.
    await eventually("the picture's prompt is back and what was made of it too", async () => {
      await hasValue(input("draw.prompt"), "A red fox");
      assert.equal(await count("draw").innerText(), "1/3");
    });
    await canvas.card("frame").locator(".state", { hasText: "upstream changed" }).waitFor();
    const stale = canvas.frame.locator(".wire.stale");
    await eventually("the wires to what is not up to date say so", async () =>
      assert.ok((await stale.count()) > 0),
    );
    await canvas
      .card("title")
      .getByRole("button", { name: /^Older result/ })
      .click();
    await shows("A red fox");
    await canvas.state("frame", /\d (ms|s)$/);
    await count("frame").getByText("1/3").waitFor();
    await eventually("every wire is fresh", async () => assert.equal(await stale.count(), 0));
    await canvas
      .card("frame")
      .getByRole("button", { name: /^Newer result/ })
      .click();
    await shows("A green frog");
  });

  it("names and stars a result, shows what made a picture, and takes the deletion of a result back", async () => {
    await count("draw").click();
    const list = panel("Details of draw");
    await list.getByRole("button", { name: "Name it" }).first().click();
    await answer("The owl", "Name it");
    await list.getByText("The owl").waitFor();
    await list.getByRole("button", { name: /^Star/ }).first().click();
    await list.getByRole("button", { name: "Remove the star" }).waitFor();
    await list.getByText("The owl").click();
    await eventually("the card shows the starred one", async () =>
      assert.equal(await count("draw").innerText(), "3/3 ★"),
    );
    await list.getByRole("button", { name: "Delete" }).first().click();
    await count("draw").getByText("2/2").waitFor();
    await undo();
    await count("draw").getByText("3/3 ★").waitFor();
    await list.getByText("The owl").waitFor();
    await list.getByRole("button", { name: "Close" }).click();

    await canvas.card("frame").getByRole("button", { name: "More for frame" }).click();
    await canvas.frame.getByRole("menuitem", { name: "What made it" }).click();
    const steps = panel("Details of frame");
    await steps.getByRole("region", { name: "draw" }).locator("img").waitFor();
    assert.match(await steps.getByRole("region", { name: "draw" }).innerText(), /Prompt\s+A green frog/);
    assert.match(await steps.getByRole("region", { name: "title" }).innerText(), /Words\s+A green frog/);
    // The picture's card shows the owl now. Restoring goes back to the picture from which the frame was made.
    await steps.getByRole("region", { name: "frame" }).getByText("shown").waitFor();
    await steps.getByRole("region", { name: "draw" }).getByRole("button", { name: "Show" }).click();
    await eventually("the card shows what the frame was made of", async () =>
      assert.equal(await count("draw").innerText(), "2/3"),
    );
    await steps.getByRole("button", { name: "Close" }).click();
  });

  it("renames, duplicates, clears and deletes sheets, and takes back what it takes away", async () => {
    await shows("A green frog");
    await sheetAction("Rename…");
    await answer("Animals", "Rename");
    await isOn("Animals");
    await sheetAction("Duplicate");
    await isOn("Animals copy");
    await shows("A green frog");
    await sheetAction("Clear inputs and results");
    await hasValue(input("draw.prompt"), "A cat");
    await undo();
    await shows("A green frog");
    assert.deepEqual(await sheets(), ["Animals", "Animals copy", "Whales"]);
    await sheetAction("Delete");
    await eventually("another sheet is shown", async () =>
      assert.notEqual(await sheetMenu().innerText(), "Animals copy"),
    );
    assert.deepEqual(await sheets(), ["Animals", "Whales"]);
    await undo();
    await isOn("Animals copy");
    await shows("A green frog");
    await sheetAction("Delete");
    await sheetMenu().getByText("Animals copy").waitFor({ state: "detached" });
    await switchTo("Animals");
  });

  // VS Code's commands, dialogs and messages.

  /** Answers the dialog that asks for a file. In a browser, VS Code asks for the path as text. */
  async function chooseFile(on: Workbench, path: string): Promise<void> {
    const box = on.page.locator(".quick-input-widget:not(.hidden)");
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
  async function message(on: Workbench, words: string | RegExp): Promise<Locator> {
    await on.runCommand("Notifications: Show Notifications");
    const notification = on.page
      .locator(".notifications-center .notification-list-item", { hasText: words })
      .first();
    await notification.waitFor();
    return notification;
  }

  it("clears by command, with undo, and says where everything is kept", async () => {
    await workbench.runCommand("Daggr: Clear Sheet");
    await hasValue(input("draw.prompt"), "A cat");
    const cleared = await message(workbench, "The sheet was cleared");
    await cleared.getByRole("button", { name: "Undo" }).click();
    await shows("A green frog");
    await workbench.runCommand("Daggr: Reveal Data Folder");
    const place = await message(workbench, "Daggr keeps the sheets of this workspace in");
    const messageText = await place.innerText();
    const folder = /in (\/\S+?)\.?(?:\s|$)/.exec(messageText)?.[1] ?? "";
    assert.ok(existsSync(join(folder, "journal")) && existsSync(join(folder, "media")), messageText);
  });

  it("finds what a node left that is gone from the file, and gives it to the one that it is now", async () => {
    const before = await readFile(join(workbench.workspace, FILE), "utf8");
    // Name and code change at the same time, so nothing shows that it is the same node.
    await workbench.replaceText(
      before
        .replace("const title", "const heading")
        .replaceAll("title.text", "heading.text")
        .replace('"Title: " +', '"Heading: " +'),
    );
    await canvas.card("heading").waitFor();
    assert.equal(await count("heading").count(), 0);
    await sheetAction("Results of earlier nodes");
    const list = panel("Results of earlier nodes");
    const earlier = (node: string) => list.getByRole("region", { name: node }).first();
    async function move(from: string, to: string): Promise<void> {
      await earlier(from).locator("vscode-dropdown").click();
      await earlier(from).getByRole("option", { name: to }).click();
      await earlier(from).getByRole("button", { name: "Move" }).click();
      await list.getByText("Every result of this sheet belongs").waitFor();
    }
    await earlier("title").getByText("Result 2").click();
    await earlier("title").getByText("Title: A green frog").waitFor();
    await move("title", "heading");
    await count("heading").getByText("2/3").waitFor();
    await hasValue(input("heading.prompt"), "A green frog");
    await canvas.card("heading").locator(".state", { hasText: "code changed" }).waitFor();
    // And back again.
    await workbench.replaceText(before);
    await canvas.card("title").waitFor();
    await move("heading", "title");
    await list.getByRole("button", { name: "Close" }).click();
    await shows("A green frog");
    await canvas.state("frame", /\d (ms|s)$/);
  });

  it("takes the sheets along when the graph gets another name", async () => {
    await workbench.replaceText(workflow("Menagerie"));
    await workbench.page.locator('.tab[aria-label^="Menagerie"]').waitFor();
    await isOn("Animals");
    await shows("A green frog");
    assert.deepEqual(await sheets(), ["Animals", "Whales"]);
  });

  it("exports a sheet that shows the same canvas on another machine", async () => {
    await run("A grey goose");
    const path = join(workbench.workspace, "exported.daggr-sheet");
    await sheetAction("Export to a file…");
    await chooseFile(workbench, path);
    await message(workbench, "The sheet was exported");
    const here = canvas;
    const there = await openedCanvas();
    try {
      await canvas.fit();
      await there.runCommand("Daggr: Import Sheet…");
      await chooseFile(there, path);
      await isOn("Animals");
      await shows("A grey goose");
      await canvas.state("frame", /\d (ms|s)$/);
      await canvas
        .card("frame")
        .getByRole("button", { name: /^Older result/ })
        .click();
      await shows("A white owl");
      await writeFile(join(there.workspace, "hostile.daggr-sheet"), "PK nonsense");
      await there.runCommand("Daggr: Import Sheet…");
      await chooseFile(there, join(there.workspace, "hostile.daggr-sheet"));
      await message(there, /hostile\.daggr-sheet' cannot be imported: .*Choose a file that Daggr exported/);
    } finally {
      canvas = here;
      await there.close();
    }
  });

  it("exports a sheet as a page that shows it without VS Code", async () => {
    await run("A green heron");
    const path = join(workbench.workspace, "exported.html");
    await sheetAction("Export as a page…");
    await chooseFile(workbench, path);
    await message(workbench, "The page was exported");
    const page = await workbench.context.newPage();
    try {
      await page.goto(pathToFileURL(path).href);
      await page.locator('[data-id="frame"]').getByText("Title: A green heron, framed").waitFor();
      await eventually("the picture is there", async () => {
        const picture = page.locator('[data-id="draw"] img');
        assert.equal(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), 240);
      });
      // Other sheets, and where the code lies, are not in it.
      const text = await readFile(path, "utf8");
      assert.ok(!text.includes("Whales") && !text.includes(workbench.workspace));
    } finally {
      await page.close();
    }
  });

  it("saves a sheet as a test that the program runs", async function () {
    // Two more programs start, each with an engine of its own.
    this.timeout(240_000);
    await run("A brown bear");
    await sheetAction("Save as a test…");
    const box = workbench.page.locator(".quick-input-box input");
    await box.waitFor();
    await box.fill("a/bear");
    const refusal = workbench.page.getByText("This cannot be the name of a file.");
    await refusal.waitFor();
    await box.fill("bear");
    // A name that is still being looked at is not taken.
    await refusal.waitFor({ state: "hidden" });
    await box.press("Enter");
    const path = join(workbench.workspace, "bear.daggr-test.json");
    await eventually("the test is there", () => assert.ok(existsSync(path)), 60_000);
    await message(workbench, "The sheet was saved as the test bear.daggr-test.json");
    const { inputs, expected } = JSON.parse(await readFile(path, "utf8")) as {
      inputs: object;
      expected: Record<string, object>;
    };
    assert.deepEqual(inputs, { "draw.prompt": "A brown bear", "title.prompt": "A brown bear" });
    assert.deepEqual(expected["title"], { text: { match: "exact", value: "Title: A brown bear" } });
    const program = spawn(process.execPath, [inRoot("dist", "daggr.cjs"), "test", FILE, "--events"], {
      cwd: workbench.workspace,
    });
    const said: string[] = [];
    program.stdout.on("data", (piece) => said.push(String(piece)));
    program.stderr.on("data", (piece) => said.push(String(piece)));
    const [code] = (await once(program, "close")) as [number];
    assert.equal(code, 0, said.join(""));
  });
});
