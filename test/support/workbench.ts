import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { browser, closeBrowser } from "../workbench/browser.ts";
import { VsCodeServer, type ServerOptions } from "../workbench/server.ts";
import { eventually } from "./eventually.ts";

export interface WorkbenchOptions extends ServerOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "dark" | "light";
}

const open = new Set<Workbench>();

/** The real workbench of VS Code in a browser, with the extension loaded. Tests use it as a person does. */
export class Workbench {
  /** The lines of the browser's console, from the workbench and the canvas. */
  readonly console: string[] = [];

  private constructor(
    readonly server: VsCodeServer,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Starts a server and opens its workbench. The caller closes it. */
  static async open({ viewport, colorScheme, ...options }: WorkbenchOptions = {}): Promise<Workbench> {
    const server = await VsCodeServer.start(options);
    const context = await (
      await browser()
    ).newContext({ viewport: viewport ?? { width: 1400, height: 900 }, colorScheme: colorScheme ?? "dark" });
    const workbench = new Workbench(server, context, await context.newPage());
    open.add(workbench);
    workbench.page.on("console", (message) =>
      workbench.console.push(`${message.type()}: ${message.text().slice(0, 2000)}`),
    );
    workbench.page.on("pageerror", (error) => workbench.console.push(`page error: ${error.message}`));
    await workbench.load();
    return workbench;
  }

  /** The copy of the workspace folder. */
  get workspace(): string {
    return this.server.workspace;
  }

  async load(): Promise<void> {
    await this.page.goto(this.server.url);
    await this.#ready();
  }

  /** Reloads the window, as the command "Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /** Kills the server and all its processes, as a crash would. Then starts it again and opens the window again. */
  async crash(): Promise<void> {
    await this.page.goto("about:blank");
    await this.server.stop("SIGKILL");
    await this.server.start();
    await this.load();
  }

  async #ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
  }

  /** Runs a command of the palette by its title, e.g. "Daggr: Open Canvas". */
  async runCommand(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, title);
  }

  /** Opens a file of the workspace by its name in the active group, and waits for its text. */
  async openFile(name: string): Promise<void> {
    const baseName = name.split("/").at(-1) ?? name;
    const group = this.page.locator(".editor-group-container.active");
    await eventually(`the editor shows ${name}`, async () => {
      // Chosen again for each attempt, since a change of trust or of the extensions can close the list at the moment of the click.
      await this.#pick("Control+P", name, baseName);
      await group.locator(`.tab.active[data-resource-name="${baseName}"]`).waitFor({ timeout: 5000 });
      await group.locator(".monaco-editor .view-line").first().waitFor({ timeout: 5000 });
    });
  }

  /** Opens the quick input with a key, types a text, and chooses the row with exactly this label. */
  async #pick(key: string, typed: string, label: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget:not(.hidden) input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row", {
      has: this.page.locator(".label-name", { hasText: new RegExp(`^${escapeRegExp(label)}$`) }),
    });
    await eventually(`"${label}" is offered`, async () => {
      // Opened again for each attempt, since the palette offers only commands that were enabled when it opened.
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press(key);
      await input.waitFor({ state: "visible", timeout: 3000 });
      await input.fill(typed, { timeout: 2000 });
      await row.first().waitFor({ timeout: 2000 });
    });
    await row.first().click();
  }

  /** The frame of the canvas, once it has drawn something. */
  async canvas(timeout = 60_000): Promise<Frame> {
    return eventually(
      "a canvas is shown",
      async () => {
        for (const frame of this.page.frames()) {
          if (frame.isDetached()) continue;
          const drawn = await frame
            .locator("#app > *")
            .count()
            .catch(() => 0);
          if (drawn && (await frame.locator('meta[property="csp-nonce"]').count())) return frame;
        }
        throw new Error(
          `frames: ${this.page
            .frames()
            .map((frame) => frame.url().slice(0, 60))
            .join(", ")}`,
        );
      },
      timeout,
    );
  }

  /** The lines of the Problems view, as a screen reader reads them. */
  async problems(): Promise<string[]> {
    const panel = this.page.locator(".markers-panel");
    if (!(await panel.isVisible())) await this.runCommand("Problems: Focus on Problems View");
    await panel.waitFor();
    // All rows are read at once, since a row may vanish while others are read.
    return panel
      .locator(".monaco-list-row")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  /** Waits for a problem whose line matches. */
  async problem(pattern: RegExp, timeout = 30_000): Promise<string> {
    return eventually(
      `a problem like ${pattern}`,
      async () => {
        const all = await this.problems();
        const match = all.find((line) => pattern.test(line));
        if (match === undefined) throw new Error(`problems: ${all.join("; ")}`);
        return match;
      },
      timeout,
    );
  }

  /** Changes a file of the workspace on disk, as another program would. */
  async edit(name: string, change: (text: string) => string): Promise<void> {
    const path = join(this.workspace, name);
    const before = await readFile(path, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`The change of ${name} changed nothing.`);
    await writeFile(path, after);
  }

  /** Replaces all text of the visible text editor, as by pasting, and saves. */
  async replaceText(text: string): Promise<void> {
    await this.typeText(text);
    await this.save();
  }

  /** Replaces all text of the visible text editor (the first, if there are several), as by pasting. */
  async typeText(text: string): Promise<void> {
    await this.page.locator(".editor-group-container .monaco-editor .view-lines").first().click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(text);
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").first().waitFor();
  }

  async screenshot(name: string): Promise<string> {
    const path = inRoot("out", "screenshots", `${name.replace(/[^\w-]+/g, "-").slice(0, 120)}.png`);
    await mkdir(inRoot("out", "screenshots"), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.context.close();
    await this.server.remove();
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// This module is imported while mocha loads the test files, so these are root hooks: each failed test leaves pictures and logs.
if (typeof afterEach === "function") {
  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    for (const workbench of open) {
      const picture = await workbench.screenshot(this.currentTest.fullTitle()).catch(String);
      console.log(`screenshot: ${picture}\n${await workbench.server.logs()}`);
      console.log(`── browser console\n${workbench.console.slice(-30).join("\n")}`);
    }
  });
  after(async () => {
    for (const workbench of open) await workbench.close();
    await closeBrowser();
  });
}
