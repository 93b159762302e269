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
    "CPU and memory are those of the server and of one more page of the browser. Ours starts Node, compiles the workflow, loads it in a process and draws the page. daggr imports Gradio and starts a web server. Until the card is there, all processes together use 2.7 s of processor time, more than half of it the browser's; the server takes 0.6 s, of which 0.2 s is the start of the command and 0.1 s TypeScript, and the page's renderer 0.5 s. A graph of up to 40 cards needs no thread for its layout. Next step: smaller scripts for the first card; the widget toolkit that the product has to use is 138 of 650 KB.",
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
