import { setTimeout as sleep } from "node:timers/promises";
import { startBrowser } from "../../test/browser/served/browser.ts";
import type { Benchmark } from "../benchmark.ts";
import { threeFunctions, threeFunctionsPython } from "../programs/three-functions.ts";
import { openDaggr, openOurs, type OpenedPage } from "../served/pages.ts";

let ours: OpenedPage | undefined;
let daggr: OpenedPage | undefined;
let versions = 0;

/** Saves the file with its first function called otherwise. */
async function redraw(page: OpenedPage | undefined, renamed: (name: string) => string): Promise<number> {
  if (!page) throw new Error("There is no page.");
  // A person looks at what they wrote.
  await sleep(1500);
  const name = `first${++versions}`;
  const start = performance.now();
  await page.save(renamed(name));
  await page.card(name).waitFor({ timeout: 60_000 });
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
    ours = await openOurs(browser, threeFunctions);
    daggr = await openDaggr(browser, threeFunctionsPython, { reload: true });
    const pages = [ours, daggr];
    for (const page of pages) await page.card("first").waitFor({ timeout: 60_000 });
    return async () => {
      for (const page of pages) await page.close();
      await browser.close();
    };
  },
  sides: {
    "daggr-vscode": () => redraw(ours, (name) => threeFunctions.replace('"first"', JSON.stringify(name))),
    "daggr 0.8.0": () =>
      redraw(daggr, (name) =>
        threeFunctionsPython.replace("FnNode(first,", `FnNode(first, name=${JSON.stringify(name)},`),
      ),
  },
  limits: { "daggr-vscode": { times: 1 / 10, of: "daggr 0.8.0" } },
} satisfies Benchmark;
