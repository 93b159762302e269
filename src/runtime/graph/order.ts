import type { Dependencies } from "./edges.ts";

export type Order =
  /** Every node after the nodes it needs, otherwise in the order of the map. */
  | { readonly type: "order"; readonly order: readonly string[] }
  /** Each node needs the next one, and the last one needs the first. */
  | { readonly type: "cycle"; readonly cycle: readonly string[] };

/** Sorts nodes so that each comes after what it needs. Linear in nodes and edges. */
export function topologicalOrder(dependencies: Dependencies): Order {
  const order: string[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  // An explicit stack: a chain of many thousand nodes must not overflow the call stack.
  for (const root of dependencies.keys()) {
    const stack = [{ name: root, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      if (top.next === 0) {
        if (done.has(top.name)) {
          stack.pop();
          continue;
        }
        open.add(top.name);
      }
      const needed = dependencies.get(top.name)?.[top.next++];
      if (needed === undefined) {
        stack.pop();
        open.delete(top.name);
        done.add(top.name);
        order.push(top.name);
      } else if (open.has(needed)) {
        const names = stack.map(({ name }) => name);
        return { type: "cycle", cycle: names.slice(names.indexOf(needed)) };
      } else if (dependencies.has(needed) && !done.has(needed)) {
        stack.push({ name: needed, next: 0 });
      }
    }
  }
  return { type: "order", order };
}
