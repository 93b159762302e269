import * as v from "valibot";

/** What `daggr serve --json` prints, one object a line, for programs that start it. */
export const serveEventSchema = v.variant("event", [
  /** Where this machine opens it, with the token if there is one. */
  v.object({ event: v.literal("listening"), address: v.string() }),
  /** Where everybody opens it; also after the tunnel was lost and opened again. */
  v.object({ event: v.literal("shared"), address: v.string() }),
  /** The public address does not answer any more, or never did. Unless it is final, the tunnel is opened again. */
  v.object({
    event: v.literal("share-ended"),
    message: v.string(),
    help: v.optional(v.string()),
    final: v.boolean(),
  }),
  v.object({ event: v.literal("stopped") }),
]);

export type ServeEvent = v.InferOutput<typeof serveEventSchema>;
