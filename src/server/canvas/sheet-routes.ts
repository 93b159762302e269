import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Hono } from "hono";
import { exportedPage } from "../../runtime/canvas-host/exported-page.ts";
import { LimitError } from "../../runtime/failures/limit-error.ts";
import { DownloadBudget } from "../../runtime/files/download-budget.ts";
import { toNodeStream } from "../../runtime/files/media.ts";
import { safeName } from "../../runtime/files/safe-name.ts";
import { fileResponse } from "./media.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import type { Canvases } from "./canvases.ts";

/** A sheet as a file: out of the canvas that a page shows, and into it; or as a page that shows it by itself. */
export function sheetRoutes(
  app: Hono<ServerEnvironment>,
  workflow: ServedWorkflow,
  canvases: Canvases,
  dist: string,
): void {
  app.get("/canvas/:id/sheet", async (context) => {
    const session = canvases.sessionOf(context.req.param("id"), context.var.visitor);
    if (session === undefined) return context.json({ error: "This canvas is closed. Open it again." }, 404);
    const { path, remove } = await temporaryFile();
    try {
      await workflow.engine.exportSheet({ session, path });
      const response = await fileResponse(path, nameOf(context.req.query("name")), undefined, remove);
      // The file is gone afterwards.
      response.headers.set("cache-control", "no-store");
      return response;
    } catch (error) {
      remove();
      throw error;
    }
  });
  app.get("/canvas/:id/page", async (context) => {
    const session = canvases.hostedOf(context.req.param("id"), context.var.visitor);
    if (session === undefined) return context.json({ error: "This canvas is closed. Open it again." }, 404);
    const page = await exportedPage({
      session,
      files: workflow.engine,
      built: join(dist, "webview"),
      language: "en",
      folder: dirname(workflow.file),
    });
    // To be saved, and not shown under this server's name.
    return context.body(page, 200, {
      "content-type": "text/html; charset=utf-8",
      "content-disposition": "attachment",
      "cache-control": "no-store",
    });
  });
  app.post("/canvas/:id/sheet", async (context) => {
    const session = canvases.sessionOf(context.req.param("id"), context.var.visitor);
    const { body } = context.req.raw;
    if (session === undefined || !body)
      return context.json({ error: "This canvas is closed, or no file was sent. Open it again." }, 404);
    const { path, remove } = await temporaryFile();
    try {
      const { downloadLimit } = workflow.engine.context.parts.media;
      const budget = new DownloadBudget(dirname(path), downloadLimit);
      await budget.open(undefined);
      await pipeline(toNodeStream(body), budget.counter(), createWriteStream(path, { mode: 0o600 }));
      await workflow.engine.importSheet({ session, path }, context.req.raw.signal);
      return context.json({});
    } catch (error) {
      const { message } =
        error instanceof LimitError ? error.failure("Taking in the sheet") : (error as Error);
      // The person knows the file by the name that it has on their own machine.
      const words = workflow.showPaths(message.replaceAll(path, nameOf(context.req.query("name"))));
      return context.json({ error: words }, error instanceof LimitError ? 413 : 400);
    } finally {
      remove();
    }
  });
}

function nameOf(given: string | undefined): string {
  return safeName(given ?? "sheet.daggr-sheet");
}

/** A place for a file in a folder of its own. */
async function temporaryFile(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-sheet-"));
  return {
    path: join(folder, "sheet.daggr-sheet"),
    remove: () => void rm(folder, { recursive: true, force: true }).catch(() => {}),
  };
}
