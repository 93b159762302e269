// For values of code that is not ours: each field may be a getter that throws, and the whole a proxy.

/** The text that reading gives, or undefined where it gives another value or throws. */
export function textOf(read: () => unknown): string | undefined {
  const value = attempt(read);
  return typeof value === "string" ? value : undefined;
}

/** What reading gives, or undefined where it throws. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
