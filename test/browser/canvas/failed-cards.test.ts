import assert from "node:assert/strict";
import type { StepFailure } from "../../../src/runtime/failures/failure.ts";
import type { CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import {
  component,
  done,
  fn,
  from,
  gradio,
  input,
  output,
  stateOf,
} from "../../../webview/dev/build-graph.ts";
import { playedCanvas } from "./played.ts";

const n = () => [from("n", "source", "n")];
/** Nodes in one column, of which each has another thing to show, or nothing. */
const nodes = [
  fn(
    "source",
    [input("n", "source.n", component("Number", { label: "N" }))],
    [output("n", component("Number"))],
  ),
  fn("number", n(), [output("out", component("Number"))]),
  fn("checkbox", n(), [output("out", component("Checkbox"))]),
  fn("dropdown", n(), [output("out", component("Dropdown", { choices: ["a"] }))]),
  fn("hidden", n(), [output("out")]),
  gradio("nothing", "owner/space", "/do", n(), []),
  fn("text", n(), [output("out", component("Textbox", { lines: 1 }))]),
  fn("scattered", [from("n", "source", "n", { each: true })], [output("out", component("Number"))]),
  {
    ...fn("asked", n(), [output("out", component("Textbox"))]),
    kind: "human" as const,
    step: "approve" as const,
  },
  fn("last", n(), [output("out", component("JSON"))]),
];

const failures: Readonly<Record<string, StepFailure>> = {
  "a short message": { message: "No." },
  "a long message with all that can be done": {
    message: "The function threw a long message about what went wrong. ".repeat(20),
    help: "Look at the function again. ".repeat(5),
    signIn: { to: "hugging-face" },
    link: { title: "Open the Space's page", url: "https://huggingface.co/spaces/owner/space" },
    at: { file: "/workflows/podcast.ts", line: 1234 },
    stack: "Error: …",
    causes: ["403 Forbidden"],
  },
  "a message of many lines": { message: "line\n".repeat(60), at: { file: "/a.ts", line: 3 } },
};

describe("a failed card", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  for (const [kind, failure] of Object.entries(failures))
    for (const theme of ["dark", "hc-light"])
      it(`stays within its place, whatever it shows: ${kind}, ${theme}`, async () => {
        const canvas = await open("empty", { width: 1600, height: 1700, theme });
        const failed = { ...emptyNode, status: "failed" as const, failure };
        const state: CanvasState = stateOf(
          { name: "Failed", nodes },
          { nodes: Object.fromEntries(nodes.map(({ name }) => [name, failed])) },
        );
        await canvas.show({ ...state, view: { x: 40, y: 60, zoom: 0.6 } });
        for (const { name } of nodes) {
          const place = (await canvas.card(name).boundingBox())!;
          const card = (await canvas.card(name).locator(".card").boundingBox())!;
          assert.ok(card.height <= place.height + 0.5, `${name}: ${card.height} in ${place.height}`);
          const alert = (await canvas.card(name).getByRole("alert").boundingBox())!;
          const run = (await canvas.card(name).getByRole("button", { name: /^Run/ }).boundingBox())!;
          assert.ok(alert.y + alert.height <= run.y + 0.5, `${name}: what is said ends over Run`);
          const links = await canvas.card(name).getByRole("alert").getByRole("button").all();
          assert.ok(links.length > 0);
          for (const link of links) {
            const box = (await link.boundingBox())!;
            assert.ok(box.y + box.height <= run.y + 0.5, `${name}: ${await link.textContent()}`);
          }
        }
        // Nothing lies over the buttons of the card above.
        for (const { name } of nodes)
          await canvas.card(name).getByRole("button", { name: /^Run/ }).click({ trial: true, timeout: 2000 });
      });

  it("that a fallback stood in for shows the result, that it is from there, and why", async () => {
    const canvas = await open("empty", { width: 1400, height: 900 });
    const why = "from the fallback: the Space is asleep";
    const taken = { ...done({ out: 7 }, 900), freshness: { kind: "stale" as const, reasons: [why] } };
    await canvas.show(stateOf({ name: "Fallback", nodes }, { nodes: { number: taken } }));
    const card = canvas.card("number");
    await card.getByText("7", { exact: true }).waitFor();
    await card.getByText("from the fallback", { exact: false }).first().waitFor();
    await card.getByTitle(why).first().waitFor();
    assert.equal(await card.getByRole("alert").count(), 0);
  });

  it("gives way to its last result, and comes back", async () => {
    const canvas = await open("empty", { width: 1400, height: 900 });
    const failed = { ...done({ out: 7 }, 900), status: "failed" as const, failure: { message: "No." } };
    await canvas.show(stateOf({ name: "Failed", nodes }, { nodes: { number: failed } }));
    const card = canvas.card("number");
    await card.getByRole("button", { name: "Last result" }).click();
    await card.getByText("7", { exact: true }).waitFor();
    await card.getByRole("button", { name: "Error" }).click();
    await card.getByText("No.").waitFor();
  });
});
