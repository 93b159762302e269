import type { Hono } from "hono";
import { LimitError } from "../../../runtime/failures/limit-error.ts";
import { percentDecoded } from "../../../runtime/text/percent-decoded.ts";
import { fileResponse } from "../../canvas/media.ts";
import type { SeenFiles } from "../../canvas/seen-files.ts";
import { FormError, receiveForm } from "../../files/form.ts";
import type { ServerEnvironment } from "../../routes.ts";
import type { GradioApp } from "../gradio-app.ts";

/** Files on their way in and out. A visitor reads what was uploaded by or shown to them, and nothing else. */
export function fileRoutes(routes: Hono<ServerEnvironment>, gradio: GradioApp, seen: SeenFiles): void {
  routes.post("/upload", async (context) => {
    try {
      const files = gradio.filesOf(context);
      const { media } = gradio.engine.context.parts;
      const received = await receiveForm(context.env.incoming, media, "files");
      return context.json(received.files.map(([, file]) => files.added(file)));
    } catch (error) {
      if (error instanceof LimitError) {
        const { message, help } = error.failure("The upload").failure;
        return context.json({ detail: [message, help].filter(Boolean).join(" ") }, 413);
      }
      if (error instanceof FormError) return context.json({ detail: error.message }, 400);
      throw error;
    }
  });
  routes.get("/:file{file=.+}", async (context) => {
    const [, hash, name] =
      /\/file=([0-9a-f]{64})\/([^/]+)$/.exec(percentDecoded(context.req.path) ?? "") ?? [];
    const path =
      hash !== undefined && name !== undefined && seen.has(context.var.visitor, hash)
        ? await gradio.engine.pathOf({ hash, name })
        : undefined;
    if (path === undefined || name === undefined)
      return context.json({ detail: "There is no such file, or it was not made for you." }, 404);
    return fileResponse(path, name, context.req.header("range"));
  });
}
