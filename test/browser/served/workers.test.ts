/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Machines } from "../../machines/support/machines.ts";
import { Served } from "../../support/served.ts";
import { eventually } from "../../support/eventually.ts";
import { ServedPage, startBrowser } from "./browser.ts";

/** @param gate a file without which no item ends */
const workflow = (gate: string) => `import { existsSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

const list = new FnNode(() => [1, 2, 3, 4, 5], { outputs: { numbers: gr.JSON() } });
const double = new FnNode(
  async ({ number }: { number: number }) => {
    while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 50));
    return number * 2;
  },
  { inputs: { number: list.numbers.each }, outputs: { number: gr.Number() }, where: "queue" },
);
export default new Graph({ name: "Doubles", nodes: [double] });
`;

describe("a served page of a workflow whose functions run on workers", function () {
  this.timeout(180_000);
  let machines: Machines;
  let served: Served;
  let browser: Browser;
  let canvas: ServedPage;
  let gate: string;

  before(async () => {
    machines = await Machines.start("redis");
    gate = join(machines.folder, "gate");
    const { address, key, files } = machines.queue;
    [served, browser] = await Promise.all([
      Served.start({
        workflow: workflow(gate),
        env: { DAGGR_QUEUE: address, DAGGR_QUEUE_KEY: key, DAGGR_FILES: files },
      }),
      startBrowser(),
    ]);
    canvas = await ServedPage.open(browser, served.address);
    await canvas.card("double").waitFor();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
    await machines?.stop();
  });

  const panel = () => canvas.page.getByRole("region", { name: "Workers", exact: true });
  const says = (text: string) => panel().getByText(text, { exact: false }).first().waitFor();
  const items = () => canvas.card("double").locator(".sum");
  const sum = (text: string) =>
    eventually(`the items are "${text}"`, async () =>
      assert.equal((await items().textContent())?.trim().replace(/\s+/g, " "), text),
    );

  it("says that no worker is there, and what waits for one", async () => {
    await canvas.page.getByRole("button", { name: "Workers", exact: true }).click();
    await says("No worker is there.");
    await canvas.page.getByRole("button", { name: "Run all" }).first().click();
    await canvas.page.locator(".bar .queue").filter({ hasText: "5 wait" }).waitFor();
    await sum("0 of 5 done, 5 wait");
    await says("5 wait");
    assert.doesNotMatch((await panel().textContent()) ?? "", /redis:/);
  });

  it("says who runs what, as it changes", async () => {
    await machines.worker("first & <b>foremost</b>");
    await says("first & <b>foremost</b>");
    await canvas.page.locator(".bar .queue").filter({ hasText: "3 wait, 2 on 1 worker" }).waitFor();
    await sum("0 of 5 done, 2 running, 3 wait, on first & <b>foremost</b>");
    await says("2 of 2 places busy");
    await says("3 wait, 2 running");
    await canvas.page.evaluate(
      await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
    );
    const faults = await canvas.page.evaluate<{ impact: string; id: string }[]>(
      "axe.run('section.details', { resultTypes: ['violations'] }).then((report) => report.violations)",
    );
    assert.deepEqual(
      faults.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id),
      [],
    );
  });

  it("is closed by a key, which leads back to its button", async () => {
    await panel().getByRole("button", { name: "Close" }).focus();
    await canvas.page.keyboard.press("Escape");
    await panel().waitFor({ state: "detached" });
    assert.equal(
      await canvas.page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      "Workers",
    );
  });

  it("shows on what waits and runs when the server was killed and is there again", async () => {
    await served.restart("SIGKILL");
    await canvas.page.reload();
    await sum("0 of 5 done, 2 running, 3 wait, on first & <b>foremost</b>");
    await canvas.page.locator(".bar .queue").filter({ hasText: "3 wait, 2 on 1 worker" }).waitFor();
  });

  it("keeps where each item ran", async () => {
    await writeFile(gate, "");
    await sum("5 of 5 done, on first & <b>foremost</b>");
    const titles = () =>
      canvas
        .card("double")
        .locator(".item button")
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
    await canvas.page.locator(".bar .queue").waitFor({ state: "detached" });
    // Those that a worker had when the server came back did not wait for it.
    for (const title of await titles())
      assert.match(title, /: done on first & <b>foremost<\/b>(, waited .*)?$/);
    await canvas.page.reload();
    await sum("5 of 5 done, on first & <b>foremost</b>");
    assert.deepEqual(canvas.problems, []);
  });
});
