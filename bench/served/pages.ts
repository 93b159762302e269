import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { daggrEnvironment, pythonOf } from "../../scripts/lib/python.mjs";
import { ServedPage } from "../../test/browser/served/browser.ts";
import { freePort } from "../../test/support/ports.ts";
import { startProcess } from "../../test/support/processes.ts";
import { Served } from "../../test/support/served.ts";
import { threeFunctions } from "../programs/three-functions.ts";

/** A page in a browser that shows the graph of three functions, from the command on. */
export interface OpenedPage {
  /** Waits for the card of a node. */
  card(name: string): Promise<void>;
  /** Saves the file with its first function called otherwise. */
  rename(name: string): Promise<void>;
  close(): Promise<void>;
}

/** By `daggr FILE`, with nothing compiled before. */
export async function openOurs(browser: Browser): Promise<OpenedPage> {
  const served = await Served.start({ workflow: threeFunctions });
  const page = await ServedPage.open(browser, served.address);
  return {
    card: (name) => page.card(name).waitFor({ timeout: 60_000 }),
    rename: (name) => served.save(threeFunctions.replace('"first"', JSON.stringify(name))),
    close: async () => {
      await page.page.context().close();
      await served.stop();
    },
  };
}

/** By daggr's own command. */
export async function openDaggr(
  browser: Browser,
  { reload }: { readonly reload: boolean },
): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  const file = join(folder, "workflow.py");
  const script = new URL("../python/three_functions.py", import.meta.url);
  const text = (await readFile(fileURLToPath(script), "utf8")).replace(/if __name__[^]*/, "graph.launch()\n");
  await writeFile(file, text);
  const port = await freePort();
  const command = ["-m", "daggr.cli", file, "--port", String(port), "--no-watch-daggr"];
  const running = await startProcess(
    pythonOf(daggrEnvironment),
    reload ? command : [...command, "--no-reload"],
    {
      ready: reload ? /dev server starting/ : /UI running at/,
      env: {
        GRADIO_ANALYTICS_ENABLED: "False",
        // It would open one of its own.
        BROWSER: "true",
        PYTHONUNBUFFERED: "1",
        DAGGR_DB_PATH: join(folder, "sessions.db"),
        GRADIO_SERVER_PORT: String(port),
      },
    },
  );
  const page = await (await browser.newContext()).newPage();
  await whenItAnswers(page, `http://127.0.0.1:${port}/`);
  return {
    card: (name) =>
      page.locator(".node-name", { hasText: new RegExp(`^${name}$`) }).waitFor({ timeout: 60_000 }),
    rename: (name) => writeFile(file, text.replace("FnNode(first,", `FnNode(first, name="${name}",`)),
    close: async () => {
      await page.context().close();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It says that it runs before it can answer. */
async function whenItAnswers(page: Page, address: string): Promise<void> {
  for (const end = performance.now() + 60_000; ;) {
    try {
      await page.goto(address);
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}
