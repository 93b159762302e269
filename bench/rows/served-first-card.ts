import type { Browser } from "playwright-core";
import { startBrowser } from "../../test/browser/served/browser.ts";
import type { Benchmark } from "../benchmark.ts";
import { threeFunctions, threeFunctionsPython } from "../programs/three-functions.ts";
import { openDaggr, openOurs, type OpenedPage } from "../served/pages.ts";

let browser: Browser | undefined;

async function firstCard(open: (browser: Browser) => Promise<OpenedPage>): Promise<number> {
  if (!browser) throw new Error("There is no browser.");
  const start = performance.now();
  const page = await open(browser);
  await page.card("first").waitFor({ timeout: 60_000 });
  const took = performance.now() - start;
  await page.close();
  return took;
}

/** From the command in a terminal to a card in a browser that is open already. */
export default {
  title: "from the command to the first card in a browser",
  quick: 1,
  runs: 3,
  slow: true,
  resources: "children",
  remark:
    "CPU and memory are those of the server and of one more page of the browser. Ours starts Node, compiles the workflow, loads it in a process and draws the page. daggr imports Gradio and starts a web server. By its marks ours listens after 0.3 s, the page's script runs 0.4 s later and waits 0.3 to 0.7 s for the graph, and the first drawing takes 0.5 s. Next step: start the threads of the store and of the layout one after the other, since two cores have the compiler and the process at work.",
  async prepare() {
    browser = await startBrowser();
    return async () => browser?.close();
  },
  sides: {
    "daggr-vscode": () => firstCard((one) => openOurs(one, threeFunctions)),
    "daggr 0.8.0": () => firstCard((one) => openDaggr(one, threeFunctionsPython, { reload: false })),
  },
  limits: { "daggr-vscode": { times: 1 / 3, of: "daggr 0.8.0" } },
} satisfies Benchmark;
