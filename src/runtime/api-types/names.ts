import { createHash } from "node:crypto";

/** The file that says what the types of a folder were made from; it is committed. */
export const lockName = "daggr.lock.json";

/** Where the types of a folder's Spaces are, from that folder on. */
export const typesFolder = ".daggr/types";

/**
 * The name of a Space's declaration file: letters, digits and hyphens, whatever the Space is called, and a hash that tells Spaces apart
 * whose names look alike.
 */
export function declarationName(space: string): string {
  const word = space
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, "");
  const hash = createHash("sha256").update(space).digest("hex").slice(0, 8);
  return `${word || "space"}-${hash}.d.ts`;
}

/** Whether a file of the types' folder is one of these: `daggr.d.ts` may be there too. */
export function isDeclarationName(name: string): boolean {
  return /^[a-z0-9-]{1,60}-[0-9a-f]{8}\.d\.ts$/.test(name);
}
