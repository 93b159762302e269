import assert from "node:assert/strict";
import type { CanvasState, NodeState } from "../../../src/runtime/protocol/canvas.ts";
import { component, fn, output, stateOf } from "../../../webview/dev/build-graph.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

const step = (name: string, kind: "choose-one" | "approve" | "text-input") => ({
  ...fn(name, [], [output("answer", component("Textbox"))]),
  kind: "human" as const,
  step: kind,
});

const lines = {
  ...fn("lines", [], []),
  outputs: [
    {
      name: "items",
      view: {
        kind: "items" as const,
        fields: {
          speaker: component("Dropdown", { choices: ["Host", "Guest"] }),
          text: component("Textbox"),
          pause: component("Number"),
        },
      },
    },
  ],
};

function sample(): CanvasState {
  const nodes = [
    step("choose", "choose-one"),
    step("approve", "approve"),
    step("write", "text-input"),
    lines,
  ];
  return stateOf({ name: "People", nodes });
}

describe("people and lists on the canvas", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  beforeEach(async () => {
    canvas = await open("empty", { height: 1400 });
    await canvas.show(sample());
    await canvas.card("write").waitFor();
  });

  const ask = (node: string, question: NonNullable<NodeState["question"]>) =>
    canvas.emit({ type: "node", node, state: { status: "asking", question } });

  it("asks to choose one of some values", async () => {
    await ask("choose", {
      step: "choose-one",
      message: "Which title?",
      options: ["First title", "Second title"],
    });
    await canvas.card("choose").getByText("Which title?").waitFor();
    await canvas.card("choose").getByRole("button", { name: "Choose option 2" }).click();
    assert.deepEqual(await canvas.last("answer"), { type: "answer", node: "choose", value: "Second title" });
  });

  it("asks for approval, and takes a no", async () => {
    await ask("approve", { step: "approve", message: "Publish it?", value: { title: "Episode 12" } });
    await canvas.card("approve").getByText('"Episode 12"').waitFor();
    await canvas.card("approve").getByText("Reject").click();
    assert.deepEqual(await canvas.last("answer"), { type: "answer", node: "approve", value: false });
    await canvas.card("approve").getByText("Approve", { exact: true }).click();
    assert.deepEqual(await canvas.last("answer"), { type: "answer", node: "approve", value: true });
  });

  it("asks for text, which can be changed before it is used", async () => {
    await ask("write", { step: "text-input", message: "A better line?", value: "Hello" });
    await canvas.card("write").locator("textarea").fill("Hello again");
    await canvas.card("write").getByText("Use this text").click();
    assert.deepEqual(await canvas.last("answer"), { type: "answer", node: "write", value: "Hello again" });
  });

  it("shows all of an item's text, and grows with it", async () => {
    const long = "Hello, and welcome back to another episode of the show about cats and their humans. ";
    const items = ["short", long, `${long}${long}`, "one\ntwo\nthree"].map((text) => ({
      speaker: "Host",
      text,
    }));
    await canvas.emit({ type: "node", node: "lines", state: { status: "done", outputs: { items } } });
    const fields = canvas.card("lines").locator("vscode-text-area textarea");
    await fields.last().waitFor();
    const heights = () => fields.evaluateAll((all) => all.map((field) => field.clientHeight));
    const isWhole = async () =>
      eventually("each text is in view", async () => {
        for (const field of await fields.all())
          assert.ok(
            await field.evaluate(
              (area) => area.scrollHeight <= area.clientHeight && area.scrollWidth <= area.clientWidth,
            ),
            await field.inputValue(),
          );
      });
    await isWhole();
    const [one = 0, two = 0, three = 0, lines = 0] = await heights();
    assert.ok(one < two && two < three && one < lines, `${one}, ${two}, ${three}, ${lines}`);
    await fields.first().fill(long);
    await isWhole();
  });

  it("edits, adds, removes and reorders the items of a list", async () => {
    const items = [
      { speaker: "Host", text: "One" },
      { speaker: "Guest", text: "Two" },
    ];
    await canvas.emit({ type: "node", node: "lines", state: { status: "done", outputs: { items } } });
    const card = canvas.card("lines");
    const hostReceives = async (expected: unknown) =>
      eventually("the host receives the list", async () =>
        assert.deepEqual((await canvas.last("edit-items"))?.items, expected),
      );
    await card.locator("vscode-text-area textarea").first().fill("Uno");
    await hostReceives([{ speaker: "Host", text: "Uno" }, items[1]]);
    await card.getByRole("button", { name: "Move item 1 down" }).click();
    await hostReceives([items[1], { speaker: "Host", text: "Uno" }]);
    await card.getByRole("button", { name: "Remove item 1" }).click();
    await hostReceives([{ speaker: "Host", text: "Uno" }]);
    await card.getByText("Add an item").click();
    // Each field of a new item has the initial value of its component, which the host accepts.
    await hostReceives([
      { speaker: "Host", text: "Uno" },
      { speaker: "Host", text: "", pause: null },
    ]);
  });
});
