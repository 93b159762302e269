import type { Hono } from "hono";
import { LimitError } from "../../runtime/failures/limit-error.ts";
import { DownloadBudget } from "../../runtime/files/download-budget.ts";
import { safeName } from "../../runtime/files/safe-name.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import type { SeenFiles } from "./seen-files.ts";

/** Files that a page hands over: dropped, pasted, drawn, recorded or chosen there. The answer is the reference of the file. */
export function pageFileRoutes(
  app: Hono<ServerEnvironment>,
  workflow: Pick<ServedWorkflow, "engine">,
  seen: SeenFiles,
): void {
  app.post("/canvas/file", async (context) => {
    const { media } = workflow.engine.context.parts;
    const { incoming } = context.env;
    const budget = new DownloadBudget(media.folder, media.downloadLimit);
    const counter = budget.counter();
    incoming.on("close", () => {
      if (!incoming.complete) counter.destroy(new Error("The file was broken off."));
    });
    try {
      await budget.open(Number(incoming.headers["content-length"] ?? 0));
      const name = safeName(context.req.query("name") ?? "file");
      const file = await media.addStream(incoming.pipe(counter), name);
      seen.note(context.var.visitor, { files: file });
      return context.json(file);
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return context.json({ error: error.failure("Taking in the file").message }, 413);
    }
  });
}
