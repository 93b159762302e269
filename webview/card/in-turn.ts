/** Milliseconds of a frame in which cards may get another form. */
const share = 8;

const waiting = new Set<() => void>();
let frame: number | undefined;

/** Does one after the other over as many frames as it takes, so that none is held up. The returned function takes it out again. */
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
    // One that fails does not keep the others from their turn.
    if (waiting.size > 0) frame ??= requestAnimationFrame(some);
  }
}
