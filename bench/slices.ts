import type { Profiler } from "node:inspector";

/**
 * Milliseconds of each synchronous piece of code of a folder: consecutive samples whose stack has a frame of it. Collections
 * between them belong to the piece. Pieces that follow each other without a sample between them count as one, so a piece is
 * never shorter than it was.
 */
export function slicesOf(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  folder: string,
): number[] {
  const ours = new Set<number>();
  const collecting = new Set<number>();
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    if (node.callFrame.functionName === "(garbage collector)") collecting.add(node.id);
    for (let id: number | undefined = node.id; id !== undefined; id = parents.get(id))
      if (
        byId
          .get(id)
          ?.callFrame.url.replace(/^file:\/\//, "")
          .startsWith(folder)
      )
        ours.add(node.id);
  }
  const slices: number[] = [];
  let slice: number | undefined;
  const end = () => {
    if (slice !== undefined) slices.push(slice / 1000);
    slice = undefined;
  };
  samples.forEach((id, place) => {
    // A delta is the time before its sample; the time until the next one is what this sample stands for.
    const time = timeDeltas[place + 1] ?? 0;
    if (ours.has(id)) slice = (slice ?? 0) + time;
    else if (collecting.has(id) && slice !== undefined) slice += time;
    else end();
  });
  end();
  return slices;
}
