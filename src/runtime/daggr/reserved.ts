/** Port names for which `node.port` is a member of nodes or of every object, so that only `node.outputs.port` is the port. */
export const reservedPorts: ReadonlySet<string> = new Set([
  "name",
  "outputs",
  "test",
  "or",
  "orElse",
  "then",
  "toJSON",
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Fields of items that cannot be had as `each.field`. */
export const reservedFields: ReadonlySet<string> = new Set([
  "then",
  "toJSON",
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Names that objects keep in numerical order, whatever order they were written in. */
export function looksLikeInteger(name: string): boolean {
  return /^(0|[1-9]\d*)$/.test(name);
}
