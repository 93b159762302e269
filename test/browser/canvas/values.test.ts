import assert from "node:assert/strict";
import type { Json } from "../../../src/runtime/values/value.ts";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import type { CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { component, done, fn, from, input, output, stateOf } from "../../../webview/dev/build-graph.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

describe("values on cards", function () {
  this.timeout(60_000);
  const open = playedCanvas();
  let canvas: CanvasPage;

  async function show(state: CanvasState): Promise<void> {
    canvas = await open("empty", { width: 1400, height: 2000 });
    await canvas.show(state);
    await canvas.page.locator(".svelte-flow__node").first().waitFor();
  }
  const inputs = (list: Readonly<Record<string, readonly [ComponentName, Readonly<Record<string, Json>>]>>) =>
    stateOf({
      name: "Inputs",
      nodes: [
        fn(
          "node",
          Object.entries(list).map(([name, [kind, options]]) => input(name, name, component(kind, options))),
          [output("out", component("Textbox"))],
        ),
      ],
    });

  it("are typed by the values of their choices", async () => {
    await show(
      inputs({
        radio: ["Radio", { choices: [512, 768, 1024] }],
        pairs: ["Dropdown", { choices: [["small", 1]] }],
        several: ["Dropdown", { choices: [1, 2], multiselect: true }],
        words: ["Radio", { choices: ["a", "b"] }],
      }),
    );
    const typed = { radio: "number", pairs: "number", several: "data", words: "text" };
    for (const [name, family] of Object.entries(typed)) {
      assert.equal(await canvas.card(name).locator(".label .right").innerText(), family);
      assert.equal(await canvas.card(name).locator(".port").getAttribute("title"), family);
    }
    // All choices are in view.
    const card = (await canvas.card("radio").boundingBox())!;
    const last = (await canvas.card("radio").getByRole("radio", { name: "1024" }).boundingBox())!;
    assert.ok(last.y + last.height <= card.y + card.height, "the last choice");
  });

  it("begin with nothing where their value is null", async () => {
    await show(
      inputs({
        dropdown: ["Dropdown", { choices: ["a", "b"], value: null }],
        other: ["Dropdown", { choices: ["a", "b"] }],
        text: ["Textbox", { value: null }],
        slider: ["Slider", { minimum: 3, value: null }],
      }),
    );
    const chosen = (name: string) =>
      canvas
        .card(name)
        .locator("vscode-dropdown")
        .evaluate((field) => (field as HTMLSelectElement).value);
    assert.equal(await chosen("dropdown"), "-1");
    assert.equal(await chosen("other"), "0");
    assert.equal(await canvas.card("text").locator("input").inputValue(), "");
    assert.equal(await canvas.card("slider").locator("output").innerText(), "3");
    assert.equal(await canvas.page.getByRole("button", { name: "Back to the value in the code" }).count(), 0);
  });

  it("that are colours are shown however they are written, and what is none is said", async () => {
    const colours = {
      tomato: "#ff6347",
      rebeccapurple: "#663399",
      "hsl(120 100% 25%)": "#008000",
      "rgb(255, 136, 0)": "#ff8800",
      "#f80": "#ff8800",
      "#FF8800": "#ff8800",
    };
    await show(
      inputs({
        ...Object.fromEntries(
          Object.keys(colours).map((value, index) => [`c${index}`, ["ColorPicker", { value }] as const]),
        ),
        none: ["ColorPicker", { value: "no colour" }],
      }),
    );
    for (const [index, hex] of Object.values(colours).entries())
      assert.equal(await canvas.card(`c${index}`).locator("input[type=color]").inputValue(), hex);
    await canvas
      .card("none")
      .getByRole("textbox", { name: /: not a colour$/ })
      .waitFor();
    const field = canvas.card("none").locator("vscode-text-field input");
    await field.fill("gold");
    await field.press("Enter");
    assert.equal((await canvas.last("set-input"))?.value, "gold");
    assert.equal(await canvas.card("none").locator("input[type=color]").inputValue(), "#ffd700");
  });

  it("of a result are told to be null, unlike those that have not come yet", async () => {
    const kinds: readonly ComponentName[] = ["Textbox", "Number", "Image", "JSON", "Checkbox", "Dataframe"];
    const nodes = [
      ...kinds.map((kind) => fn(kind, [], [output("out", component(kind))])),
      fn("each", [from("n", "JSON", "out", { each: true })], [output("out", component("Textbox"))]),
    ];
    const none = Object.fromEntries(kinds.map((kind) => [kind, done({ out: null }, 100)]));
    const items = [{ key: "i", label: "First", status: "done" as const, outputs: { out: null } }];
    await show(stateOf({ name: "Null", nodes }, { nodes: { ...none, each: { ...done({}, 100), items } } }));
    for (const kind of kinds)
      await canvas
        .card(kind)
        .getByText(/^no \w+: the value is null$/)
        .waitFor();
    await canvas.card("each").getByText("null", { exact: true }).waitFor();
    await canvas.emit({ type: "node", node: "Textbox", state: { outputs: undefined, status: "idle" } });
    await canvas.card("Textbox").getByText("no text yet").waitFor();
    await canvas.emit({ type: "node", node: "Textbox", state: { outputs: { out: null }, streaming: true } });
    await canvas.card("Textbox").getByText("…", { exact: true }).waitFor();
  });

  it("that are gathered are told apart in the card's menu", async () => {
    const nodes = [
      fn("list", [], [output("items", component("JSON"))]),
      fn("each", [from("n", "list", "items", { each: true })], [output("a"), output("b")]),
      fn(
        "join",
        [from("first", "each", "a", { all: true }), from("second", "each", "b", { all: true })],
        [output("out", component("JSON"))],
      ),
    ];
    await show(stateOf({ name: "Gathers", nodes }));
    await canvas.card("join").getByRole("button", { name: "More for join" }).click();
    const entries = canvas.page.getByRole("menuitemcheckbox", { name: /^Use the items/ });
    assert.deepEqual(await entries.allInnerTexts(), [
      "Use the items of each that worked\nfor first",
      "Use the items of each that worked\nfor second",
    ]);
    await entries.last().click();
    assert.deepEqual(await canvas.last("use-partial"), {
      type: "use-partial",
      node: "join",
      input: "second",
      on: true,
    });
  });
});
