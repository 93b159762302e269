import { startBrowser } from "../../test/browser/served/browser.ts";
import type { Benchmark } from "../benchmark.ts";
import { manyNodes, manyNodesPython } from "../programs/many-nodes.ts";
import { openDaggr, openOurs, type OpenedPage } from "../served/pages.ts";
import { statusUpdate } from "../served/status.ts";

/** From the click that runs one node of a served page to the frame that shows its result. */
function statusOn(count: number): Benchmark {
  let ours: OpenedPage | undefined;
  let daggr: OpenedPage | undefined;
  let texts = 0;
  let [longest, theirLongest] = [NaN, NaN];
  const update = async (page: OpenedPage | undefined, tell: (longestTask: number) => void) => {
    if (!page) throw new Error("There is no page.");
    const { took, longestTask } = await statusUpdate(page, `text ${++texts}`);
    tell(longestTask);
    return took;
  };
  return {
    title: `a node's status on a page of ${count.toLocaleString("en")} nodes`,
    runs: 5,
    async prepare() {
      const browser = await startBrowser();
      ours = await openOurs(browser, manyNodes(count));
      daggr = await openDaggr(browser, manyNodesPython(count), { reload: false });
      const pages = [ours, daggr];
      for (const page of pages) {
        await page.card("step 0").waitFor({ timeout: 60_000 });
        // What is made once is made then.
        await statusUpdate(page, "the first");
      }
      return async () => {
        for (const page of pages) await page.close();
        await browser.close();
      };
    },
    sides: {
      "daggr-vscode": () => update(ours, (value) => (longest = value)),
      "daggr 0.8.0": () => update(daggr, (value) => (theirLongest = value)),
      "daggr-vscode, longest task of the page": () => Promise.resolve(longest),
      "daggr 0.8.0, longest task of the page": () => Promise.resolve(theirLongest),
    },
    limits: { "daggr-vscode": { times: 1, of: "daggr 0.8.0" } },
    remark:
      "Both ends are taken in the page, the second after the frame that has the result. daggr's page is sent the whole graph after each node, and draws all its cards; ours is sent the node's new state, draws the cards in view, and keeps the result, which daggr was told not to. A browser tells only of tasks of more than 50 ms: without one the longest counts as 0.",
  };
}

export default [100, 500, 1000].map(statusOn);
