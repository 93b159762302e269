import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { canvasHtml } from "../../runtime/canvas-host/page.ts";
import { pageViews } from "../../runtime/protocol/canvas.ts";
import type { ServeOptions } from "../options.ts";
import type { ServerEnvironment } from "../routes.ts";

const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  woff: "font/woff",
  woff2: "font/woff2",
  ttf: "font/ttf",
};

/** The canvas's page, and the parts of it that are loaded on first use. */
export function pageRoutes(
  app: Hono<ServerEnvironment>,
  { dist, view }: Pick<ServeOptions, "dist" | "view">,
): void {
  const built = join(dist, "webview");
  app.get("/", (context) => {
    // The page reads its address too; here it decides what comes along.
    const first = pageViews.find((one) => one === context.req.query("view")) ?? view;
    const html = canvasHtml({
      language: "en",
      built,
      address: "./page",
      source: "'self'",
      connect: "'self'",
      ...(first !== undefined && { view: first }),
    });
    return context.html(html, 200, { "cache-control": "no-store" });
  });
  app.get("/page/:name", async (context) => {
    const { name } = context.req.param();
    const [, type = ""] = /^[\w.-]+\.(js|css|woff2?|ttf)$/.exec(name) ?? [];
    const body = type === "" ? undefined : await readFile(join(built, name)).catch(() => undefined);
    if (!body) return context.json({ error: "There is no such file." }, 404);
    // Names of parts hold a hash of their content.
    return context.body(new Uint8Array(body), 200, {
      "content-type": types[type]!,
      "cache-control": "public, max-age=3600",
    });
  });
}
