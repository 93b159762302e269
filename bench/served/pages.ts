import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { daggrEnvironment, pythonOf } from "../../scripts/lib/python.mjs";
import { ServedPage, viewport } from "../../test/browser/served/browser.ts";
import { freePort } from "../../test/support/ports.ts";
import { startProcess } from "../../test/support/processes.ts";
import { Served } from "../../test/support/served.ts";

/** A page in a browser that shows a workflow, from the command on. */
export interface OpenedPage {
  card(node: string): Locator;
  /** What runs a node. */
  runButton(node: string): Locator;
  /** The first text field that a person can write in. */
  readonly firstField: Locator;
  /** Saves the workflow's file. */
  save(text: string): Promise<void>;
  close(): Promise<void>;
}

/** By `daggr FILE`, with nothing compiled before. */
export async function openOurs(browser: Browser, workflow: string): Promise<OpenedPage> {
  const served = await Served.start({ workflow });
  const page = await ServedPage.open(browser, served.address);
  return {
    card: (node) => page.card(node),
    runButton: (node) => page.runButton(node),
    firstField: page.frame.locator(".svelte-flow__node").locator("textarea, input[type=text]").first(),
    save: (text) => served.save(text),
    close: async () => {
      await page.page.context().close();
      await served.stop();
    },
  };
}

/** By daggr's own command. */
export async function openDaggr(
  browser: Browser,
  workflow: string,
  { reload }: { readonly reload: boolean },
): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  const file = join(folder, "workflow.py");
  await writeFile(file, workflow);
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
  const page = await (await browser.newContext({ viewport })).newPage();
  const card = (node: string) =>
    page.locator(".node", { has: page.locator(".node-name", { hasText: new RegExp(`^${node}$`) }) });
  await whenItAnswers(page, `http://127.0.0.1:${port}/`);
  return {
    card,
    runButton: (node) => card(node).locator(".run-btn"),
    firstField: page.locator(".node input.gr-input:enabled").first(),
    save: (text) => writeFile(file, text),
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
