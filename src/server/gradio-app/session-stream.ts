import { eventStream } from "../event-stream.ts";
import type { ClientSession } from "./calls/client-session.ts";
import type { StreamMessage } from "./calls/messages.ts";

/** The news of a client's session as server-sent events. The text of each is `write`'s; undefined leaves it out. */
export function sessionStream(
  session: ClientSession,
  write: (message: StreamMessage) => string | undefined,
): Response {
  return eventStream(async function* (left) {
    for await (const message of session.read(left)) {
      const text = write(message);
      if (text !== undefined) yield text;
    }
  });
}
