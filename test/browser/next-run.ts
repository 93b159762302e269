import assert from "node:assert/strict";
import type { Workbench } from "../support/workbench.ts";
import type { CanvasPage } from "./canvas-page.ts";

/** A node that works, for workflows whose other nodes misbehave. */
export const fineNode = `
const fine = new FnNode(({ on }) => "still " + on, { inputs: { on: true }, outputs: { out: gr.Textbox({ label: "Out" }) } });
`;

/** Runs `fineNode`. The extension host has to be the process that it was, so nothing took it down meanwhile. */
export async function nextRunWorks(
  workbench: Workbench,
  canvas: CanvasPage,
  hosts: readonly number[],
): Promise<void> {
  await canvas.find("fine");
  await canvas.run("fine");
  await canvas.card("fine").getByText("still true").first().waitFor();
  assert.deepEqual(await workbench.server.extensionHosts(), hosts, "the extension host is the same process");
}
