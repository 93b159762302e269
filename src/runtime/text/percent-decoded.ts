/** `a%20b` as `a b`; undefined where a `%` begins no sign. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
