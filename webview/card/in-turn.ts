/** Milliseconds of a frame in which cards may get another form. */
const share = 8;

const waiting = new Set<() => void>();

/** Does one after the other over as many frames as it takes, so that none is held up. What is given back takes it out again. */
export function inTurn(work: () => void): () => void {
  if (waiting.size === 0) requestAnimationFrame(some);
  waiting.add(work);
  return () => waiting.delete(work);
}

function some(): void {
  const end = performance.now() + share;
  for (const work of waiting) {
    waiting.delete(work);
    work();
    if (performance.now() >= end) break;
  }
  if (waiting.size > 0) requestAnimationFrame(some);
}
