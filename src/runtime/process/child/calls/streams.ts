/** Milliseconds that a stream may keep the process from hearing a Stop. */
const slice = 10;

/** What a generator function returns. */
export type Stream = Iterator<unknown> | AsyncIterator<unknown>;

/** Arrays, maps and other collections are values; only what has `next` itself is a stream. */
export function isStream(value: unknown): value is Stream {
  if (typeof value !== "object" || value === null) return false;
  const isIterable = Symbol.asyncIterator in value || Symbol.iterator in value;
  return isIterable && typeof (value as { next?: unknown }).next === "function";
}

/**
 * Runs a stream to its end. The result is what it returns, or else what it yielded last. When the signal aborts, the stream is
 * asked to return, so that its `finally` runs.
 */
export async function drain(
  stream: Stream,
  signal: AbortSignal,
  onYield: (value: unknown) => void,
): Promise<unknown> {
  let last: unknown;
  let turn = performance.now();
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value === undefined ? last : step.value;
    last = step.value;
    onYield(last);
    if (performance.now() - turn > slice) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
    if (signal.aborted) {
      await stream.return?.(undefined);
      throw new Error("Stopped.");
    }
  }
}
