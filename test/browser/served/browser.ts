import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { CanvasPage } from "../canvas-page.ts";

export const viewport = { width: 1480, height: 900 };

/** A served canvas in a browser of its own, as one person uses it. */
export class ServedPage extends CanvasPage {
  /** The errors of the page, including refusals by its policy. */
  readonly problems: string[] = [];

  private constructor(readonly page: Page) {
    super(page.mainFrame());
    page.on("pageerror", (error) => this.problems.push(error.stack ?? error.message));
    page.on("console", (message) => {
      // That the server is away is told by the page itself.
      if (message.type() === "error" && !/WebSocket connection|ERR_CONNECTION_REFUSED/.test(message.text()))
        this.problems.push(message.text());
    });
  }

  static async open(
    browser: Browser,
    address: string,
    options: BrowserContextOptions = {},
  ): Promise<ServedPage> {
    const context = await browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    // Functions that tests pass to the page were compiled by tsx, which makes them call this helper.
    await page.addInitScript({ content: "globalThis.__name ??= (value) => value" });
    const served = new ServedPage(page);
    await page.goto(address);
    return served;
  }
}

export function startBrowser(...args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["DAGGR_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", ...args],
  });
}
