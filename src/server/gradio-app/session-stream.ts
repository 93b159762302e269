import { eventStream } from "../event-stream.ts";
import type { ClientSession } from "./calls/client-session.ts";
import type { StreamMessage } from "./calls/messages.ts";

/** The news of a client's session as server-sent events. The text of each is `write`'s; an empty one leaves it out. */
export function sessionStream(session: ClientSession, write: (message: StreamMessage) => string): Response {
  return eventStream(async function* (left) {
    for await (const messages of session.read(left)) {
      const text = messages.map(write).join("");
      if (text !== "") yield text;
    }
  });
}
