import { setTimeout as sleep } from "node:timers/promises";
import { startBrowser } from "../../test/browser/served/browser.ts";
import type { Benchmark } from "../benchmark.ts";
import { openDaggr, openOurs, type OpenedPage } from "../served/pages.ts";

let ours: OpenedPage | undefined;
let daggr: OpenedPage | undefined;
let versions = 0;

async function redraw(page: OpenedPage | undefined): Promise<number> {
  if (!page) throw new Error("There is no page.");
  // A person looks at what they wrote.
  await sleep(1500);
  const name = `first${++versions}`;
  const start = performance.now();
  await page.rename(name);
  await page.card(name);
  return performance.now() - start;
}

/** From a file that was saved to the open page that shows the change. */
export default {
  title: "save to redrawn page in a browser",
  runs: 5,
  remark:
    "daggr starts its server anew for a changed file; ours loads the file in a process that waits, and sends the new graph to the page.",
  async prepare() {
    const browser = await startBrowser();
    const pages = [await openOurs(browser), await openDaggr(browser, { reload: true })] as const;
    [ours, daggr] = pages;
    for (const page of pages) await page.card("first");
    return async () => {
      for (const page of pages) await page.close();
      await browser.close();
    };
  },
  sides: { "daggr-vscode": () => redraw(ours), "daggr 0.8.0": () => redraw(daggr) },
  limits: { "daggr-vscode": { times: 1 / 10, of: "daggr 0.8.0" } },
} satisfies Benchmark;
