/// <reference lib="dom" />
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../support/eventually.ts";
import { Album, FILE } from "./album.ts";

describe("a sheet that leaves its canvas", function () {
  this.timeout(120_000);
  let album: Album;

  before(async () => {
    album = await Album.open();
    await album.canvas.inPlace("draw", "frame");
    await album.newSheet("Whales");
    await album.newSheet("Birds");
    await album.canvas.fit();
  });
  after(() => album?.close());

  it("exports a sheet that shows the same canvas on another machine", async () => {
    await album.run("A white owl");
    await album.run("A grey goose");
    const path = join(album.workbench.workspace, "exported.daggr-sheet");
    await album.sheetAction("Export to a file…");
    await album.chooseFile(path);
    await album.message("The sheet was exported");
    const there = await Album.open();
    try {
      await there.canvas.fit();
      await there.workbench.runCommand("Daggr: Import Sheet…");
      await there.chooseFile(path);
      await there.isOn("Birds");
      await there.shows("A grey goose");
      await there.canvas.state("frame", /\d (ms|s)$/);
      await there.canvas
        .card("frame")
        .getByRole("button", { name: /^Older result/ })
        .click();
      await there.shows("A white owl");
      await writeFile(join(there.workbench.workspace, "hostile.daggr-sheet"), "PK nonsense");
      await there.workbench.runCommand("Daggr: Import Sheet…");
      await there.chooseFile(join(there.workbench.workspace, "hostile.daggr-sheet"));
      await there.message(/hostile\.daggr-sheet' cannot be imported: .*Choose a file that Daggr exported/);
    } finally {
      await there.close();
    }
  });

  it("exports a sheet as a page that shows it without VS Code", async () => {
    await album.run("A green heron");
    const path = join(album.workbench.workspace, "exported.html");
    await album.sheetAction("Export as a page…");
    await album.chooseFile(path);
    await album.message("The page was exported");
    const page = await album.workbench.context.newPage();
    try {
      await page.goto(pathToFileURL(path).href);
      await page.locator('[data-id="frame"]').getByText("Title: A green heron, framed").waitFor();
      await eventually("the picture is there", async () => {
        const picture = page.locator('[data-id="draw"] img');
        assert.equal(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), 240);
      });
      // Other sheets, and where the code lies, are not in it.
      const text = await readFile(path, "utf8");
      assert.ok(!text.includes("Whales") && !text.includes(album.workbench.workspace));
    } finally {
      await page.close();
    }
  });

  it("saves a sheet as a test that the program runs", async function () {
    // Two more programs start, each with an engine of its own.
    this.timeout(240_000);
    await album.run("A brown bear");
    await album.sheetAction("Save as a test…");
    const box = album.workbench.page.locator(".quick-input-box input");
    await box.waitFor();
    await box.fill("a/bear");
    const refusal = album.workbench.page.getByText("This cannot be the name of a file.");
    await refusal.waitFor();
    await box.fill("bear");
    // A name that is still being looked at is not taken.
    await refusal.waitFor({ state: "hidden" });
    await box.press("Enter");
    const path = join(album.workbench.workspace, "bear.daggr-test.json");
    await eventually("the test is there", () => assert.ok(existsSync(path)), 60_000);
    await album.message("The sheet was saved as the test bear.daggr-test.json");
    const { inputs, expected } = JSON.parse(await readFile(path, "utf8")) as {
      inputs: object;
      expected: Record<string, object>;
    };
    assert.deepEqual(inputs, { "draw.prompt": "A brown bear", "title.prompt": "A brown bear" });
    assert.deepEqual(expected["title"], { text: { match: "exact", value: "Title: A brown bear" } });
    const program = spawn(process.execPath, [inRoot("dist", "daggr.cjs"), "test", FILE, "--events"], {
      cwd: album.workbench.workspace,
    });
    const said: string[] = [];
    program.stdout.on("data", (piece) => said.push(String(piece)));
    program.stderr.on("data", (piece) => said.push(String(piece)));
    const [code] = (await once(program, "close")) as [number];
    assert.equal(code, 0, said.join(""));
  });
});
