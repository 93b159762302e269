import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { Album, FILE, workflow } from "./album.ts";
import { hasValue } from "./canvas-page.ts";

describe("sheets and their history, as a person uses them", function () {
  this.timeout(120_000);
  let album: Album;

  before(async () => {
    album = await Album.open();
    await album.canvas.inPlace("draw", "frame");
  });
  // Each sheet has its own viewport, and cards out of view are not drawn.
  beforeEach(() => album.canvas.fit());
  after(() => album?.close());

  const count = (node: string) => album.canvas.card(node).locator(".count");
  const panel = (name: string | RegExp) => album.canvas.frame.getByRole("region", { name });

  const undo = () =>
    album.canvas.frame.locator(".toasts").getByRole("button", { name: "Undo" }).last().click();

  it("keeps two sheets with inputs and results of their own", async () => {
    await album.run("A red fox");
    await album.newSheet("Whales");
    await hasValue(album.input("draw.prompt"), "A cat");
    assert.equal(await count("draw").count(), 0);
    await album.run("A blue whale");
    await album.switchTo("Sheet 1");
    await album.shows("A red fox");
    await album.switchTo("Whales");
    await album.shows("A blue whale");
  });

  for (const [how, act] of [
    ["a reload of the window", () => album.workbench.reload()],
    ["a kill of the server", () => album.workbench.crash()],
  ] as const) {
    it(`finds both as they were after ${how}`, async () => {
      // Typed last, so that there was hardly any time to write it to disk.
      await album.input("draw.prompt").fill(`Typed before ${how}`);
      await eventually("the card says that its input changed", async () =>
        assert.match(await album.canvas.card("draw").locator(".state").innerText(), /prompt changed/),
      );
      await act();
      await album.findCanvasAgain();
      await album.isOn("Whales");
      await hasValue(album.input("draw.prompt"), `Typed before ${how}`);
      await album.input("draw.prompt").fill("A blue whale");
      await album.shows("A blue whale");
      await album.canvas.state("frame", /\d (ms|s)$/);
      await album.switchTo("Sheet 1");
      await album.shows("A red fox");
      await album.switchTo("Whales");
    });
  }

  it("pages back: inputs, upstream and downstream results follow, and all that is shown is fresh", async () => {
    await album.switchTo("Sheet 1");
    await album.canvas.fit();
    await album.run("A green frog");
    await album.run("A white owl");
    await count("frame").getByText("3/3").waitFor();
    await album.canvas
      .card("frame")
      .getByRole("button", { name: /^Older result/ })
      .click();
    await album.shows("A green frog");
    for (const node of ["draw", "title", "frame"]) await count(node).getByText("2/3").waitFor();
    await album.canvas
      .card("draw")
      .getByRole("button", { name: /^Older result/ })
      .click();
    // The title has its own inputs, which did not contribute to the picture.
    await eventually("the picture's prompt is back and what was made of it too", async () => {
      await hasValue(album.input("draw.prompt"), "A red fox");
      assert.equal(await count("draw").innerText(), "1/3");
    });
    await album.canvas.card("frame").locator(".state", { hasText: "upstream changed" }).waitFor();
    const stale = album.canvas.frame.locator(".wire.stale");
    await eventually("the wires to what is not up to date say so", async () =>
      assert.ok((await stale.count()) > 0),
    );
    await album.canvas
      .card("title")
      .getByRole("button", { name: /^Older result/ })
      .click();
    await album.shows("A red fox");
    await album.canvas.state("frame", /\d (ms|s)$/);
    await count("frame").getByText("1/3").waitFor();
    await eventually("every wire is fresh", async () => assert.equal(await stale.count(), 0));
    await album.canvas
      .card("frame")
      .getByRole("button", { name: /^Newer result/ })
      .click();
    await album.shows("A green frog");
  });

  it("names and stars a result, shows what made a picture, and takes the deletion of a result back", async () => {
    await count("draw").click();
    const list = panel("Details of draw");
    await list.getByRole("button", { name: "Name it" }).first().click();
    await album.answer("The owl", "Name it");
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

    await album.canvas.card("frame").getByRole("button", { name: "More for frame" }).click();
    await album.canvas.frame.getByRole("menuitem", { name: "What made it" }).click();
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
    await album.shows("A green frog");
    await album.sheetAction("Rename…");
    await album.answer("Animals", "Rename");
    await album.isOn("Animals");
    await album.sheetAction("Duplicate");
    await album.isOn("Animals copy");
    await album.shows("A green frog");
    await album.sheetAction("Clear inputs and results");
    await hasValue(album.input("draw.prompt"), "A cat");
    await undo();
    await album.shows("A green frog");
    assert.deepEqual(await album.sheets(), ["Animals", "Animals copy", "Whales"]);
    await album.sheetAction("Delete");
    await eventually("another sheet is shown", async () =>
      assert.notEqual(await album.sheetMenu().innerText(), "Animals copy"),
    );
    assert.deepEqual(await album.sheets(), ["Animals", "Whales"]);
    await undo();
    await album.isOn("Animals copy");
    await album.shows("A green frog");
    await album.sheetAction("Delete");
    await album.sheetMenu().getByText("Animals copy").waitFor({ state: "detached" });
    await album.switchTo("Animals");
  });

  it("clears by command, with undo, and says where everything is kept", async () => {
    await album.workbench.runCommand("Daggr: Clear Sheet");
    await hasValue(album.input("draw.prompt"), "A cat");
    const cleared = await album.message("The sheet was cleared");
    await cleared.getByRole("button", { name: "Undo" }).click();
    await album.shows("A green frog");
    await album.workbench.runCommand("Daggr: Reveal Data Folder");
    const place = await album.message("Daggr keeps the sheets of this workspace in");
    const messageText = await place.innerText();
    const folder = /in (\/\S+?)\.?(?:\s|$)/.exec(messageText)?.[1] ?? "";
    assert.ok(existsSync(join(folder, "journal")) && existsSync(join(folder, "media")), messageText);
  });

  it("finds what a node left that is gone from the file, and gives it to the one that it is now", async () => {
    const before = await readFile(join(album.workbench.workspace, FILE), "utf8");
    // Name and code change at the same time, so nothing shows that it is the same node.
    await album.workbench.replaceText(
      before
        .replace("const title", "const heading")
        .replaceAll("title.text", "heading.text")
        .replace('"Title: " +', '"Heading: " +'),
    );
    await album.canvas.card("heading").waitFor();
    assert.equal(await count("heading").count(), 0);
    await album.sheetAction("Results of earlier nodes");
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
    await hasValue(album.input("heading.prompt"), "A green frog");
    await album.canvas.card("heading").locator(".state", { hasText: "code changed" }).waitFor();
    // And back again.
    await album.workbench.replaceText(before);
    await album.canvas.card("title").waitFor();
    await move("heading", "title");
    await list.getByRole("button", { name: "Close" }).click();
    await album.shows("A green frog");
    await album.canvas.state("frame", /\d (ms|s)$/);
  });

  it("takes the sheets along when the graph gets another name", async () => {
    await album.workbench.replaceText(workflow("Menagerie"));
    await album.workbench.page.locator('.tab[aria-label^="Menagerie"]').waitFor();
    await album.isOn("Animals");
    await album.shows("A green frog");
    assert.deepEqual(await album.sheets(), ["Animals", "Whales"]);
  });
});
