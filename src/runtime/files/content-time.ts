/**
 * The time that a file with this content carries, so that one that was changed in place shows: whole, even seconds, which every
 * file system can keep. In milliseconds since 1970.
 */
export function contentTime(hash: string): number {
  return (1_000_000_000 + (parseInt(hash.slice(0, 7), 16) % 250_000_000) * 2) * 1000;
}
