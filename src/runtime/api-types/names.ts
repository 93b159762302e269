/** The file that says what the types of a folder were made from; it is committed. */
export const lockName = "daggr.lock.json";

/** Where the types of a folder's Spaces are, from that folder on. */
export const typesFolder = ".daggr/types";

/** The file there that declares them. */
export const declarationName = "spaces.d.ts";

/** Whether a file of the types' folder is one of those that an earlier version wrote, one for each Space. */
export function isEarlierName(name: string): boolean {
  return /^[a-z0-9-]{1,60}-[0-9a-f]{8}\.d\.ts$/.test(name);
}
