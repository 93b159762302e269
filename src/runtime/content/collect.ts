import type { ContentPlace, StoredContent } from "./place.ts";

export interface Collected {
  readonly removed: Amount;
  readonly kept: Amount;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface CollectContentOptions {
  /** What was used after this time stays (milliseconds since 1970). */
  readonly before: number;
  /** Removes nothing, and counts what it would remove. */
  readonly dryRun: boolean;
}

/**
 * Removes contents that nobody used for long. Storing a content that is there counts as a use, as reading it does, so what a run
 * refers to was used when the run's jobs were made: `before` has to be earlier than any job that still waits.
 */
export async function collectContent(
  place: ContentPlace,
  { before, dryRun }: CollectContentOptions,
): Promise<Collected> {
  const [removed, kept]: [StoredContent[], StoredContent[]] = [[], []];
  for await (const content of place.list()) {
    const goes = content.usedAt < before && (dryRun || (await place.removeUnused(content.hash, before)));
    (goes ? removed : kept).push(content);
  }
  return { removed: amountOf(removed), kept: amountOf(kept) };
}

function amountOf(contents: readonly StoredContent[]): Amount {
  return { files: contents.length, bytes: contents.reduce((sum, { size }) => sum + size, 0) };
}
