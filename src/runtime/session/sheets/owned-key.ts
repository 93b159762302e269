import type { GraphKey } from "../../sheets/store.ts";

const prefix = (owner: string) => `user:${encodeURIComponent(owner)}:`;

/** The key of a user's sheets. Without an owner, as in the editor, it is the graph's own key. */
export function ownedKey(key: GraphKey, owner: string | undefined): GraphKey {
  return owner === undefined ? key : prefix(owner) + key;
}

/** Whether sheets under a key may be seen by an owner. Without one, there is one user, who owns the whole store. */
export function isOwnedBy(key: GraphKey, owner: string | undefined): boolean {
  return owner === undefined || key.startsWith(prefix(owner));
}
