import assert from "node:assert/strict";
import { component, fn, input, stateOf } from "../../../webview/dev/build-graph.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

describe("around the cards", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  const button = (name: string | RegExp) => canvas.page.getByRole("button", { name }).first();
  const menu = (name: string) => canvas.page.getByRole("menu").getByText(name);

  it("runs all, after saying what that would do, and stops everything", async () => {
    canvas = await open("podcast");
    await canvas.page.getByText("3 run, 4 reused, ~14 s").waitFor();
    await button(/^Run all/).click();
    assert.deepEqual(await canvas.last("run-all"), { type: "run-all", forced: false });
    await canvas.page.getByText("Stop all").click();
    assert.deepEqual(await canvas.last("stop"), { type: "stop" });
  });

  it("finds a node by its name and by its state", async () => {
    canvas = await open("podcast");
    await canvas.page.keyboard.press("/");
    const field = canvas.page.getByRole("combobox", { name: "Find a node" });
    await field.fill("failed");
    assert.deepEqual(await canvas.page.getByRole("option").allTextContents(), ["AI summary failed"]);
    await canvas.page.keyboard.press("Enter");
    await eventually("the node is selected", async () =>
      assert.match((await canvas.card("summary").getAttribute("class")) ?? "", /selected/),
    );
  });

  it("tells apart inputs of one label, in the search and in the list", async () => {
    canvas = await open("empty");
    const topic = component("Textbox", { label: "Topic" });
    const nodes = ["write", "draw"].map((name) => fn(name, [input("topic", `${name}.topic`, topic)], []));
    await canvas.show(stateOf({ name: "Topics", nodes }));
    await canvas.card("write").waitFor();
    await canvas.page.keyboard.press("/");
    await canvas.page.getByRole("combobox", { name: "Find a node" }).fill("topic");
    const found = await canvas.page.getByRole("option").allInnerTexts();
    assert.deepEqual(
      found.map((text) => text.split("\n").at(-1)),
      ["write.topic", "draw.topic"],
    );
    await canvas.page.keyboard.press("Escape");
    await canvas.page.keyboard.press("l");
    for (const id of ["write.topic", "draw.topic"])
      await canvas.page.getByRole("navigation").getByText(`Input ${id}, Textbox`).waitFor();
  });

  it("makes, renames, duplicates and deletes sheets, the last with undo", async () => {
    canvas = await open("podcast");
    const choose = async (name: string) => {
      await canvas.page.getByRole("button", { name: "Episode 12" }).click();
      await menu(name).click();
    };
    await choose("Episode 11");
    assert.deepEqual(await canvas.last("open-sheet"), { type: "open-sheet", sheet: "s2" });
    await choose("Duplicate");
    assert.deepEqual(await canvas.last("duplicate-sheet"), { type: "duplicate-sheet", sheet: "s1" });
    await choose("Rename…");
    await canvas.page.locator("dialog input").fill("Finale");
    await canvas.page.keyboard.press("Enter");
    assert.deepEqual(await canvas.last("rename-sheet"), {
      type: "rename-sheet",
      sheet: "s1",
      name: "Finale",
    });
    await choose("Delete");
    assert.deepEqual(await canvas.last("delete-sheet"), { type: "delete-sheet", sheet: "s1" });
    await canvas.page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.deepEqual(await canvas.last("restore-sheet"), { type: "restore-sheet", sheet: "s1" });
  });

  it("clears a sheet, with undo, and shows what earlier nodes left", async () => {
    canvas = await open("podcast");
    const choose = async (name: string) => {
      await canvas.page.getByRole("button", { name: "Episode 12" }).click();
      await menu(name).click();
    };
    await choose("Clear inputs and results");
    await canvas.page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.deepEqual(await canvas.last("restore-sheet"), {
      type: "restore-sheet",
      sheet: "s1 before",
      instead: "s1",
    });
    await choose("Results of earlier nodes");
    await canvas.page.getByText("Every result of this sheet belongs to a node").waitFor();
    await canvas.page.keyboard.press("Escape");
    await choose("Copy from another graph…");
    assert.deepEqual(await canvas.last("copy-sheet"), { type: "copy-sheet" });
    await choose("Save as a test…");
    assert.deepEqual(await canvas.last("save-as-test"), { type: "save-as-test" });
  });

  it("undoes and tidies up", async () => {
    canvas = await open("podcast");
    await canvas.page.keyboard.press("Control+z");
    assert.deepEqual(await canvas.last("undo"), { type: "undo" });
    assert.equal(await button(/^Redo/).isDisabled(), true);
    await button("Tidy").click();
    assert.deepEqual(await canvas.last("tidy"), { type: "tidy" });
  });

  it("leaves the last good graph under a load failure, with its place", async () => {
    canvas = await open("load-failed");
    const banner = canvas.page.getByRole("alert", { name: "The file could not be loaded" });
    await banner.getByText("Unexpected token").waitFor();
    await banner.getByText("podcast.ts:41:3").click();
    assert.deepEqual(await canvas.last("go-to-failure"), { type: "go-to-failure" });
    await canvas.card("painter").waitFor();
  });

  it("says no longer that a file could not be loaded once it could", async () => {
    canvas = await open("podcast");
    const toast = canvas.page.getByRole("status").getByText("The workflow file could not be loaded.");
    const refuse = () =>
      canvas.tell({ type: "rejected", message: "The workflow file could not be loaded.", until: "loaded" });
    await canvas.emit({ type: "state", state: { loading: { kind: "failed", failure: { message: "No." } } } });
    await canvas.tell({ type: "rejected", message: "This file is too large." });
    await refuse();
    await toast.waitFor();
    // The next save begins a load, of which nobody knows yet whether it works.
    await canvas.emit({ type: "state", state: { loading: { kind: "loading" } } });
    assert.ok(await toast.isVisible());
    await canvas.emit({ type: "state", state: { loading: { kind: "ready" } } });
    await toast.waitFor({ state: "detached", timeout: 2000 });
    assert.ok(await canvas.page.getByText("This file is too large.").isVisible(), "others stay");
    await canvas.emit({ type: "state", state: { trusted: false } });
    await canvas.tell({ type: "rejected", message: "Not trusted.", until: "trusted" });
    await canvas.page.getByText("Not trusted.").waitFor();
    await canvas.emit({ type: "state", state: { trusted: true } });
    await canvas.page.getByText("Not trusted.").waitFor({ state: "detached", timeout: 2000 });
  });

  it("shows the graph as a list, which has the focus and goes with Escape", async () => {
    canvas = await open("podcast");
    const close = canvas.page.getByRole("button", { name: "Close the list" });
    const { keyboard } = canvas.page;
    const focused = () =>
      canvas.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    // From wherever it is opened.
    await canvas.card("painter").focus();
    for (const leave of [() => keyboard.press("Escape"), () => keyboard.press("l")]) {
      const before = await focused();
      await keyboard.press("l");
      await close.waitFor();
      assert.equal(await focused(), "Close the list");
      await leave();
      await close.waitFor({ state: "detached" });
      assert.equal(await focused(), before);
    }
    // Wherever the focus went meanwhile.
    await button("The graph as a list").click();
    await canvas.card("cutout").focus();
    await keyboard.press("Escape");
    await close.waitFor({ state: "detached" });
    // A menu over it goes first.
    await button("The graph as a list").click();
    await button("Ways to run all").click();
    await canvas.page.getByRole("menu").waitFor();
    await keyboard.press("Escape");
    await canvas.page.getByRole("menu").waitFor({ state: "detached" });
    assert.ok(await close.isVisible());
  });

  it("closes a panel with Escape also when the focus has left it", async () => {
    canvas = await open("podcast");
    await canvas
      .card("painter")
      .getByRole("button", { name: /show all results/ })
      .click();
    const details = canvas.page.getByRole("region", { name: "Details of painter" });
    await details.waitFor();
    await canvas.card("painter").focus();
    await canvas.page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
  });

  it("says what to do with an empty canvas, a stored one, and in an untrusted workspace", async () => {
    canvas = await open("empty");
    await canvas.page.getByText("Nothing to show yet").waitFor();
    await canvas.page.close();
    canvas = await open("snapshot");
    await canvas.page.getByText(/loaded when you run something/).waitFor();
    await canvas.page.getByText("Load now").click();
    assert.deepEqual(await canvas.last("load"), { type: "load" });
    await canvas.page.close();
    canvas = await open("untrusted");
    await canvas.page.getByText(/not trusted/).waitFor();
    assert.equal(
      await canvas.card("painter").getByRole("button", { name: "Run painter", exact: true }).isDisabled(),
      true,
    );
    await canvas.page.getByText("Manage trust").click();
    assert.deepEqual(await canvas.last("trust"), { type: "trust" });
  });

  it("shows notices with what can be done about them", async () => {
    canvas = await open("notices");
    await canvas.page.getByText("Use the new version").click();
    assert.deepEqual(await canvas.last("notice"), { type: "notice", id: "n1", action: "accept-commit" });
    await canvas.page
      .getByRole("list", { name: "Notices" })
      .getByRole("button", { name: "Dismiss" })
      .last()
      .click();
    assert.deepEqual(await canvas.last("notice"), { type: "notice", id: "n2", action: "dismiss" });
  });

  it("asks for the whole state when it missed a change", async () => {
    canvas = await open("podcast");
    const snapshotRequests = async () =>
      (await canvas.intents()).filter(({ type }) => type === "ready").length;
    const before = await snapshotRequests();
    await canvas.tell({
      type: "events",
      revision: 99,
      events: [{ type: "state", state: { canUndo: false } }],
    });
    await eventually("it asks again", async () => assert.equal(await snapshotRequests(), before + 1));
  });
});

describe("redrawing", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  beforeEach(async () => {
    canvas = await open("podcast");
  });

  it("keeps the focus, the caret and what is being typed when the file is saved", async () => {
    const prompt = canvas.card("painter.prompt").locator("textarea");
    await prompt.click();
    await prompt.press("End");
    await canvas.page.keyboard.type(", at dusk");
    await canvas.page.evaluate(() => {
      const { graph } = window.samples["podcast"]!();
      window.host.emit({
        type: "state",
        state: {
          graph: graph && {
            ...graph,
            nodes: graph.nodes.map((node) => (node.name === "cutout" ? { ...node, name: "scissors" } : node)),
          },
        },
      });
    });
    await canvas.card("scissors").waitFor();
    await canvas.page.keyboard.type("!");
    assert.match(await prompt.inputValue(), /at dusk!/);
  });

  it("draws no other card when one node's state changes", async () => {
    await canvas.page.evaluate(() => {
      const touched = new Set<string>();
      Object.assign(window, { touched });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          const id = element?.closest<HTMLElement>(".svelte-flow__node")?.dataset["id"];
          if (id) touched.add(id);
        }
      }).observe(document.querySelector(".svelte-flow__nodes")!, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    // The clocks of running nodes would tick meanwhile.
    await canvas.emit({ type: "node", node: "cutout", state: { status: "stopped", startedAt: undefined } });
    await canvas.card("cutout").getByText("stopped").waitFor();
    await canvas.page.evaluate(() => (window as unknown as { touched: Set<string> }).touched.clear());
    await canvas.emit({ type: "node", node: "hostVoice", state: { duration: 7700 } });
    await canvas.card("hostVoice").getByText("7.7 s").waitFor();
    assert.deepEqual(
      await canvas.page.evaluate(() => [...(window as unknown as { touched: Set<string> }).touched]),
      ["hostVoice"],
    );
  });
});
