/**
 * Server-sent events as a response. Nothing begins before its body is read, so one that is thrown away leaves nothing open.
 *
 * @param read makes the events' texts; the signal is aborted when the reader leaves
 */
export function eventStream(read: (left: AbortSignal) => AsyncIterator<string> | Iterator<string>): Response {
  const left = new AbortController();
  const encoder = new TextEncoder();
  let events: AsyncIterator<string> | Iterator<string> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        events ??= read(left.signal);
        const next = await events.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel: () => left.abort(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // Proxies that gather answers would hold the events back.
      "x-accel-buffering": "no",
    },
  });
}

/** One event. */
export function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
