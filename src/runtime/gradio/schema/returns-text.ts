import type { ReturnInfo } from "./api-info.ts";

/** `It returns, in this order: 'Result' (Image), 'Seed' (Number).` */
export function returnsInOrder(returns: readonly ReturnInfo[]): string {
  if (returns.length === 0) return "It returns nothing.";
  const all = returns.map(({ label, component }) => `'${label}' (${component})`);
  return `It returns${all.length > 1 ? ", in this order" : ""}: ${all.join(", ")}.`;
}
