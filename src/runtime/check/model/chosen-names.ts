import type { NodeSite, WorkflowModel } from "./model.ts";

/**
 * The names that nodes will certainly have when the file is loaded. A name that nobody gave is numbered where it repeats, in
 * the order in which nodes are made.
 */
export function chosenNames({
  nodes,
  made,
}: Pick<WorkflowModel, "nodes" | "made">): ReadonlyMap<NodeSite, string> {
  const all = [...nodes, ...made];
  const given = all.filter(({ name }) => name.from === "option");
  const names = new Map<NodeSite, string>();
  // A name that is only known when the file runs can be any.
  const isClear = all.every(
    ({ repeated, name }) => !repeated && (name.from !== "option" || name.value !== undefined),
  );
  const taken = new Set(given.flatMap(({ name }) => name.value ?? []));
  for (const site of given)
    if (site.name.value !== undefined && !site.repeated) names.set(site, site.name.value);
  const others = all.filter(({ name, repeated }) => name.from !== "option" && !repeated);
  for (const site of others.sort((a, b) => endOf(a) - endOf(b))) {
    const { value, from } = site.name;
    if (value === undefined || (from === "derived" && !isClear)) continue;
    let name = value;
    for (let number = 2; taken.has(name); number++) name = `${value}_${number}`;
    taken.add(name);
    names.set(site, name);
  }
  return names;
}

/** Nodes are made from the inside out. */
function endOf({ call, expression }: NodeSite): number {
  return (call ?? expression).getEnd();
}
