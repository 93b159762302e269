/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import type { CanvasEvent, CanvasState, PageView, ToCanvas } from "../../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../../src/runtime/protocol/intents.ts";
import { canvasHtml } from "../../../src/runtime/canvas-host/page.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { targets } from "../../../scripts/lib/targets.mjs";
import { sampleFiles } from "../../../webview/dev/sample-files.ts";

/** The canvas in a plain page, with a simulated host and the same content security policy as in VS Code. */
export interface CanvasPages {
  readonly browser: Browser;
  /** Opens a sample and waits until its cards are drawn. */
  open(sample: string, options?: OpenOptions): Promise<CanvasPage>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
  /** The view that the page begins with. */
  readonly view?: PageView;
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export class CanvasPage {
  readonly page: Page;
  /** The errors of the page, including refusals by its policy. */
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.problems.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(message.text());
    });
  }

  /** A card by its id: a node's name or an input's id. */
  card(id: string): Locator {
    return this.page.locator(`.svelte-flow__node[data-id="${id}"]`);
  }

  /** The intents that the canvas has sent to its host, oldest first. */
  intents(): Promise<Intent[]> {
    return this.page.evaluate((): unknown => window.host.intents) as Promise<Intent[]>;
  }

  /** The last intent of a type. */
  async last<T extends Intent["type"]>(type: T): Promise<Extract<Intent, { type: T }> | undefined> {
    return (await this.intents()).findLast((intent) => intent.type === type) as
      Extract<Intent, { type: T }> | undefined;
  }

  /** Replaces the whole state by a snapshot. */
  show(state: CanvasState): Promise<void> {
    return this.page.evaluate((next) => {
      window.host.show(next as CanvasState);
    }, state as unknown);
  }

  /** Sends one message to the canvas without changing the simulated host's state. */
  tell(message: ToCanvas): Promise<void> {
    return this.page.evaluate((next) => {
      window.host.tell(next as ToCanvas);
    }, message as unknown);
  }

  /** Sends events, as the session does when something has happened. */
  emit(...events: readonly CanvasEvent[]): Promise<void> {
    return this.page.evaluate((list) => {
      window.host.emit(...(list as CanvasEvent[]));
    }, events as unknown);
  }
}

declare global {
  interface Window {
    host: {
      readonly state: CanvasState;
      readonly intents: readonly Intent[];
      emit(...events: CanvasEvent[]): void;
      lose(...events: CanvasEvent[]): void;
      show(state: CanvasState): void;
      tell(message: ToCanvas): void;
    };
    canvas: { readonly store: Pick<CanvasState, "title" | "picks"> };
    samples: Readonly<Record<string, () => CanvasState>>;
  }
}

const stand: Readonly<Record<string, string>> = {
  ".png": "fjord.svg",
  ".wav": "voice.wav",
  ".mp4": "voice.wav",
};
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html",
};
const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--enable-unsafe-swiftshader",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const clip = readFileSync(new URL("../../apps/media/clip.webm", import.meta.url));

export interface CanvasPagesOptions {
  /** The page's script, from the repository's root; by default the canvas with a scripted host. */
  readonly entry?: string;
  /** Additional arguments for Chromium. */
  readonly chromium?: readonly string[];
}

export async function startCanvasPages(options: CanvasPagesOptions = {}): Promise<CanvasPages> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-canvas-"));
  await bundle(folder, options.entry ?? "webview/dev/main.ts");
  const server = await serve(folder);
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = [...chromiumArguments, ...(options.chromium ?? [])];
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
  return {
    browser,
    async open(sample, { theme = "dark", width = 1480, height = 900, view, prepare } = {}) {
      const page = await browser.newPage({ viewport: { width, height } });
      // Functions that tests pass to the page were compiled by tsx, which makes them call this helper.
      await page.addInitScript({ content: "globalThis.__name ??= (value) => value" });
      await prepare?.(page);
      const canvas = new CanvasPage(page);
      const first = view ? `&view=${view}` : "";
      await page.goto(`${root}/?sample=${encodeURIComponent(sample)}&theme=${theme}${first}`);
      await page.waitForSelector(".svelte-flow__node, .app-page, .empty");
      return canvas;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** Bundles the page as the product does, but with another entry. */
async function bundle(folder: string, entry: string): Promise<void> {
  const target = targets({ dev: false }).find(({ name }) => name === "webview");
  if (!target) throw new Error("There is no bundle 'webview'.");
  await build({ ...target.options, entryPoints: { main: inRoot(entry) }, outdir: folder });
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const path = decodeURIComponent(pathname);
    const answer = (type: string, body: string | Uint8Array) =>
      response.writeHead(200, { "content-type": type }).end(body);
    // This server takes the place of VS Code's webview resources.
    if (path === "/")
      answer(
        "text/html",
        canvasHtml({
          language: "en",
          built: folder,
          address: "",
          source: "'self'",
          view: searchParams.get("view") === "app" ? "app" : "canvas",
        }),
      );
    else if (path.startsWith("/media/")) {
      const name = path.split("/").at(-1) ?? "";
      // Only the simulated host has uploaded files, so a file of the same kind is served instead.
      const file = sampleFiles[name] ?? sampleFiles[stand[extname(name)] ?? ""];
      if (name === "clip.webm") answer("video/webm", clip);
      else if (file) answer(file.mime, file.bytes);
      else response.writeHead(404).end();
    } else {
      readFile(join(folder, path)).then(
        (body) => answer(types[extname(path)] ?? "application/octet-stream", body),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
