import type { Profiler } from "node:inspector";

/** The time of a piece of code that ran without interruption, in milliseconds. */
export interface Slice {
  /** Elapsed time, which on a busy machine includes waiting for a processor. */
  readonly clock: number;
  /** Time on a processor. A running thread is sampled at every interval, so a longer gap counts as one interval. */
  readonly running: number;
}

/**
 * Each synchronous piece of code of a folder: consecutive samples whose stack has a frame of it. Collections between them
 * belong to the piece. Pieces that follow each other without a sample between them count as one, so a piece is never shorter
 * than it was.
 * @param interval the profile's, in microseconds
 */
export function slicesOf(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  folder: string,
  interval: number,
): Slice[] {
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
  const slices: Slice[] = [];
  let slice: Slice | undefined;
  const end = () => {
    if (slice !== undefined) slices.push(slice);
    slice = undefined;
  };
  samples.forEach((id, place) => {
    if (!ours.has(id) && !(collecting.has(id) && slice !== undefined)) {
      end();
      return;
    }
    // A delta is the time before its sample; the time until the next one is what this sample stands for.
    const time = timeDeltas[place + 1] ?? 0;
    const { clock, running } = slice ?? { clock: 0, running: 0 };
    // The sampler is late by up to an interval now and then.
    const ran = time > GAP * interval ? interval : time;
    slice = { clock: clock + time / 1000, running: running + ran / 1000 };
  });
  end();
  return slices;
}

/** So many intervals without a sample mean that the thread did not run. */
const GAP = 5;
