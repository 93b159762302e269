import assert from "node:assert/strict";
import type { NodeState } from "../../../src/runtime/protocol/canvas.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

describe("cards on the canvas", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  beforeEach(async () => {
    canvas = await open("podcast");
  });

  const button = (card: string, name: string | RegExp) =>
    canvas.card(card).getByRole("button", { name, exact: true });
  const menu = (name: string | RegExp) => canvas.page.getByRole("menu").getByText(name);
  const node = (name: string, state: Partial<NodeState>) => canvas.emit({ type: "node", node: name, state });

  it("runs a step, to here, and by force", async () => {
    await button("painter", "Run painter").click();
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "painter", mode: "step" });
    // Nothing upstream of the summary is finished.
    await button("summary", "Run to here summary").click();
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "summary", mode: "to-here" });
    await button("painter", "Ways to run painter").click();
    await menu("Force").click();
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "painter", mode: "forced" });
  });

  it("says what Run would do when the pointer is on it", async () => {
    await button("painter", "Run painter").hover();
    await eventually("the button has the preview", async () =>
      assert.equal(await button("painter", "Run painter").getAttribute("title"), "1 run, ~3.4 s"),
    );
  });

  it("stops what runs", async () => {
    await canvas.card("cutout").getByText("Stop").click();
    assert.deepEqual(await canvas.last("stop"), { type: "stop", node: "cutout" });
  });

  it("shows each state in words", async () => {
    const header = (card: string) => canvas.card(card).locator("header");
    await header("painter").getByText("3.4 s").waitFor();
    await header("cutout").getByText("queue 3 of 8 · ~12 s").waitFor();
    await header("narrate").getByText("prompt changed").waitFor();
    await header("summary").getByText("failed").waitFor();
    const states: [Partial<NodeState>, string][] = [
      [
        { status: "running", phase: { kind: "running" }, progress: { fraction: 0.4, text: "step 4" } },
        "40 %",
      ],
      [{ status: "running", phase: { kind: "running" }, progress: { text: "thinking" } }, "thinking"],
      [
        { status: "running", phase: { kind: "waking", text: "the Space wakes up" }, progress: undefined },
        "the Space wakes up",
      ],
      [
        { status: "running", phase: { kind: "retrying", attempt: 2, reason: "503", delay: 4000 } },
        "retry 2 in 4.0 s: 503",
      ],
      [{ status: "waiting", phase: { kind: "waiting" } }, "waiting"],
      [{ status: "stopped" }, "stopped"],
      [{ status: "done", bypassed: true }, "bypassed"],
      [
        {
          status: "done",
          bypassed: false,
          freshness: { kind: "stale", reasons: ["code changed", "prompt changed"] },
        },
        "code changed +1",
      ],
    ];
    for (const [state, words] of states) {
      await node("cutout", state);
      await header("cutout").getByText(words, { exact: true }).waitFor();
    }
  });

  it("shows streamed output as it grows", async () => {
    const output = canvas.card("summary").getByRole("textbox");
    await node("summary", {
      status: "running",
      failure: undefined,
      phase: { kind: "running" },
      streaming: true,
      outputs: { text: "Cats" },
    });
    await output.getByText("Cats").waitFor();
    await node("summary", { outputs: { text: "Cats sleep." } });
    await output.getByText("Cats sleep.").waitFor();
  });

  it("says why a node failed, with links for what to do next", async () => {
    const card = canvas.card("summary");
    await card.getByText("This model is gated.").waitFor();
    await card.getByText("Open model page").click();
    assert.deepEqual(await canvas.last("open-page"), { type: "open-page", node: "summary" });
    await card.getByText("Go to line 41").click();
    assert.deepEqual(await canvas.last("go-to-failure"), { type: "go-to-failure", node: "summary" });
    await card.getByText("Copy for assistant").click();
    assert.deepEqual(await canvas.last("copy-for-assistant"), {
      type: "copy-for-assistant",
      node: "summary",
    });
    await card.getByText("Details").click();
    await canvas.page
      .getByRole("region", { name: "Details of summary" })
      .getByText("403 Forbidden")
      .waitFor();
    await canvas.page
      .getByRole("region", { name: "Details of summary" })
      .getByRole("button", { name: "Close" })
      .click();
    await node("summary", { failure: { message: "It may have run.", again: [] } });
    await card.getByText("Run again", { exact: true }).click();
    assert.deepEqual(await canvas.last("run-again"), { type: "run-again", node: "summary" });
    await node("summary", { failure: { message: "What 'script' left is gone.", again: ["script"] } });
    await card.getByText("Run 'script' again, then this").waitFor();
    await node("summary", { failure: { message: "A token is needed.", signIn: { to: "hugging-face" } } });
    await card.getByText("Sign in to Hugging Face").click();
    assert.deepEqual(await canvas.last("sign-in"), { type: "sign-in" });
    const signIn = { to: "app", origin: "http://127.0.0.1:7860" } as const;
    await node("summary", { failure: { message: "A login is needed.", signIn } });
    await card.getByText("Sign in to 127.0.0.1:7860").click();
    assert.deepEqual(await canvas.last("sign-in-to-app"), { type: "sign-in-to-app", node: "summary" });
  });

  it("goes to the code by the name, and to the page by the Space", async () => {
    await button("painter", "painter").first().click();
    assert.deepEqual(await canvas.last("go-to-code"), { type: "go-to-code", node: "painter" });
    await button("painter", /hf-applications/).click();
    assert.deepEqual(await canvas.last("open-page"), { type: "open-page", node: "painter" });
  });

  it("pages through results, and lists them", async () => {
    await canvas.card("painter").getByText("2/5").waitFor();
    await button("painter", /^Older result/).click();
    assert.deepEqual(await canvas.last("show-result"), {
      type: "show-result",
      node: "painter",
      result: "r1",
    });
    await canvas.card("painter").getByText("1/5").waitFor();
    assert.equal(await button("painter", /^Older result/).isDisabled(), true);
    await button("painter", "1/5, show all results of painter").click();
    const list = canvas.page.getByRole("tabpanel", { name: "results" });
    await list.getByRole("button", { name: /^Star/ }).first().click();
    assert.deepEqual(await canvas.last("describe-result"), {
      type: "describe-result",
      node: "painter",
      result: "r5",
      starred: true,
    });
    await list.getByRole("button", { name: "Delete" }).first().click();
    assert.deepEqual(await canvas.last("delete-results"), {
      type: "delete-results",
      node: "painter",
      results: ["r5"],
    });
    await canvas.page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.deepEqual(await canvas.last("restore-results"), {
      type: "restore-results",
      node: "painter",
      results: ["r5"],
    });
    await canvas.page.getByRole("tab", { name: "What made it" }).click();
    const step = canvas.page.getByRole("region", { name: "painter", exact: true });
    await step.getByText("A cheetah").waitFor();
    await step.locator("img").waitFor();
  });

  it("pins, bypasses, marks as fresh, keeps a drawn value", async () => {
    await button("painter", /^Pin this result/).click();
    assert.deepEqual(await canvas.last("pin"), { type: "pin", node: "painter", on: true });
    await button("painter", /^Pinned/).click();
    assert.deepEqual(await canvas.last("pin"), { type: "pin", node: "painter", on: false });
    await button("narrate", "More for narrate").click();
    await menu("Mark as fresh").click();
    assert.deepEqual(await canvas.last("mark-fresh"), { type: "mark-fresh", node: "narrate" });
    await button("narrate", "More for narrate").click();
    await menu("Bypass").click();
    assert.deepEqual(await canvas.last("bypass"), { type: "bypass", node: "narrate", on: true });
    await canvas.card("painter").getByText("seed 0.4821").click();
    await menu("Keep seed 0.4821").click();
    assert.deepEqual(await canvas.last("keep-value"), {
      type: "keep-value",
      node: "painter",
      input: "seed",
      on: true,
    });
  });

  it("shows what was printed, one click away", async () => {
    await button("painter", /^Show what painter printed/).click();
    await canvas.page.getByRole("tabpanel", { name: "logs" }).getByText("seed 0.4821").waitFor();
  });

  it("picks a variant, by pointer and by keyboard", async () => {
    const radio = (name: string) => canvas.card("hostVoice").getByRole("radio", { name });
    await radio("E2-F5-TTS").click();
    assert.deepEqual(await canvas.last("pick"), { type: "pick", choice: "hostVoice", variant: "E2-F5-TTS" });
    await canvas.card("f5.reference").waitFor();
    await canvas.card("tts.voice").waitFor({ state: "detached" });
    await canvas.page.keyboard.press("ArrowUp");
    await canvas.card("tts.voice").waitFor();
    assert.equal(await radio("abidlabs/tts").getAttribute("aria-checked"), "true");
  });

  it("lists the items of a scatter, retries the failed, and opens one", async () => {
    const card = canvas.card("narrate");
    await card.getByText("2 of 6 done").waitFor();
    await card.getByText("Retry", { exact: true }).click();
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "narrate", mode: "step", items: [2] });
    await canvas.emit({
      type: "items",
      node: "narrate",
      items: { 3: { key: "i3", label: "Guest: They sleep", status: "failed" } },
    });
    await card.getByText("2 failed").waitFor();
    await card.getByText("Retry the failed").click();
    assert.deepEqual(await canvas.last("run"), { type: "run", node: "narrate", mode: "step", items: [2, 3] });
    await card.getByText("So, tell us about cats").click();
    await card.getByText("CUDA out of memory").waitFor();
    await card.getByText("‹ Host: So, tell us about cats").click();
    await card.getByText("Hello, and welcome back").waitFor();
  });

  it("keeps ten thousand items light", async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      key: `${index}`,
      label: `Item ${index}`,
      status: "waiting" as const,
    }));
    await node("narrate", { items });
    const list = canvas.card("narrate").getByRole("list", { name: "Items of narrate" });
    await list.getByText("Item 3", { exact: true }).waitFor();
    assert.ok((await list.locator(".row").count()) < 60);
    await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await list.getByText("Item 9999", { exact: true }).waitFor();
  });

  it("uses the items that worked only where the person says so", async () => {
    await button("summary", "More for summary").click();
    await menu("Use the items of narrate that worked").click();
    assert.deepEqual(await canvas.last("use-partial"), {
      type: "use-partial",
      node: "summary",
      input: "audio",
      on: true,
    });
  });

  it("makes a card compact, and full again", async () => {
    await button("cutout", "More for cutout").click();
    await menu("Compact").click();
    await eventually("the card is one line", async () =>
      assert.ok(((await canvas.card("cutout").boundingBox())?.height ?? 99) < 60),
    );
    await button("cutout", "Show cutout in full").click();
    await canvas.card("cutout").locator("img").waitFor();
  });

  it("moves and resizes by the pointer", async () => {
    const before = await canvas.card("summary").boundingBox();
    assert.ok(before);
    const { page } = canvas;
    await page.mouse.move(before.x + 14, before.y + 8);
    await page.mouse.down();
    await page.mouse.move(before.x + 64, before.y + 68, { steps: 20 });
    await page.mouse.up();
    await eventually("the host is told the place", async () =>
      assert.ok((await canvas.last("move"))?.positions["summary"]),
    );
    const after = await canvas.card("summary").boundingBox();
    assert.ok(after);
    // The drag begins with the first move.
    assert.ok(Math.abs(after.x - before.x - 50) < 6 && Math.abs(after.y - before.y - 60) < 6);
    const grip = canvas.card("summary").locator(".grip");
    const corner = await grip.boundingBox();
    assert.ok(corner);
    await page.mouse.move(corner.x + 8, corner.y + 8);
    await page.mouse.down();
    await page.mouse.move(corner.x + 68, corner.y + 48, { steps: 5 });
    await page.mouse.up();
    await eventually("the host is told the size", async () => {
      const size = (await canvas.last("resize"))?.size;
      assert.ok(size && size.width > 300 && size.height > 230);
    });
  });

  it("takes typed text at once, tells it after a pause, and follows what others write", async () => {
    const prompt = canvas.card("painter.prompt").locator("textarea");
    await prompt.fill("A cheetah that runs");
    await eventually("the host is told", async () =>
      assert.equal((await canvas.last("set-input"))?.value, "A cheetah that runs"),
    );
    await canvas.emit({ type: "entry", field: "inputs", key: "painter.prompt", value: "Written elsewhere" });
    await eventually("the field follows", async () =>
      assert.equal(await prompt.inputValue(), "Written elsewhere"),
    );
    await button("painter.prompt", "Back to the value in the code").click();
    await eventually("the value of the code is back", async () =>
      assert.equal(await prompt.inputValue(), "A cheetah in the savanna"),
    );
    assert.equal((await canvas.last("set-input"))?.value, undefined);
  });

  it("sends what was typed last before it runs", async () => {
    await canvas.card("painter.prompt").locator("textarea").fill("Quick");
    await canvas.page.keyboard.press("Control+Enter");
    await eventually("the run was asked for", async () => assert.ok(await canvas.last("run-all")));
    const types = (await canvas.intents())
      .map(({ type }) => type)
      .filter((type) => type === "set-input" || type === "run-all");
    assert.deepEqual(types, ["set-input", "run-all"]);
  });

  it("lights up the node under the editor's cursor, and tells which one the pointer is on", async () => {
    await canvas.tell({ type: "reveal", node: "painter", how: "light" });
    await canvas.page.locator('[data-id="painter"] > .card.lit').waitFor();
    await canvas.card("painter").hover();
    await eventually("the host is told", async () =>
      assert.equal((await canvas.last("hover"))?.node, "painter"),
    );
  });
});
