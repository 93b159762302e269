import type { HttpBindings } from "@hono/node-server";
import type { Visitor } from "./access/logins.ts";

/** What every route finds in its context: whoever asks was let in before. */
export interface ServerEnvironment {
  Bindings: HttpBindings;
  Variables: { visitor: Visitor };
}
