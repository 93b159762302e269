import * as v from "valibot";
import { within } from "../../runtime/failures/network.ts";
import { fetchPublic } from "../../runtime/files/public-fetch.ts";
import { serverEvents } from "../../runtime/gradio/call/server-events.ts";
import type { HubClient } from "../../runtime/hub/client.ts";

/** What building a Space printed, and what its program did. */
export type LogKind = "build" | "run";

const Entry = v.object({ data: v.string() });

/** Lines at the end of a log that are told. */
const lastLines = 40;
const maxBytes = 16 * 1024 * 1024;
/** The Hub keeps the stream open for what comes; after this many milliseconds without any, it was all. */
const quiet = 5_000;
/** Milliseconds for all of it. */
const limit = 30_000;

/** The end of a log. Nothing where the Hub does not tell it. */
export async function lastOfLog(
  client: HubClient,
  space: string,
  kind: LogKind,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const last: string[] = [];
  await follow(client, space, kind, { signal: within(limit, signal), silence: quiet }, (line) => {
    last.push(line);
    if (last.length > lastLines) last.shift();
  });
  return last;
}

/** Tells each line of a log, those from its beginning too, until it ends or `signal` aborts. Never rejects. */
export function followLog(
  client: HubClient,
  space: string,
  kind: LogKind,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<void> {
  return follow(client, space, kind, { signal }, tell);
}

async function follow(
  client: HubClient,
  space: string,
  kind: LogKind,
  limits: { readonly signal: AbortSignal; readonly silence?: number },
  tell: (line: string) => void,
): Promise<void> {
  try {
    const token = await client.token();
    const response = await fetchPublic(`${client.endpoint}/api/spaces/${space}/logs/${kind}`, {
      giver: client.endpoint,
      named: client.endpoint,
      secrets: { origin: client.endpoint, headers: token ? { authorization: `Bearer ${token}` } : {} },
      headers: { accept: "text/event-stream" },
      maxBytes,
      ...limits,
    });
    if (response.status !== 200 || !response.body) return;
    for await (const event of serverEvents(response.body)) {
      const entry = v.safeParse(Entry, jsonOf(event));
      if (!entry.success) continue;
      for (const line of entry.output.data.replace(/\r?\n$/, "").split("\n")) tell(line);
    }
  } catch {
    // It fell silent, or cannot be had: what there was, was told.
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
