/** How many milliseconds of each frame this work may take. */
const share = 8;

const waiting = new Set<() => void>();
let frame: number | undefined;

/** Queues work that is spread over as many frames as it needs, so that no frame is held up. The returned function cancels it. */
export function inTurn(work: () => void): () => void {
  waiting.add(work);
  frame ??= requestAnimationFrame(some);
  return () => waiting.delete(work);
}

function some(): void {
  frame = undefined;
  const end = performance.now() + share;
  try {
    for (const work of waiting) {
      waiting.delete(work);
      work();
      if (performance.now() >= end) break;
    }
  } finally {
    // Work that throws does not keep the rest from running.
    if (waiting.size > 0) frame ??= requestAnimationFrame(some);
  }
}
