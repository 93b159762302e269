import { createHash } from "node:crypto";

/** Wrong secrets for one name from one place. */
const fromOnePlace = { most: 10, period: 60_000 };
/** Wrong secrets for one name from all places together, which a guess by many machines runs into. */
const fromAllPlaces = { most: 100, period: 600_000 };
/** Places that are remembered; the oldest goes first. */
const mostPlaces = 10_000;
/** Names share this many counts, so that invented names push nobody's count out. */
const buckets = 4_096;

/**
 * Counts wrong passwords by name and place, and by name alone. Places from which a name came in before are not held to the second
 * count, so that strangers cannot lock somebody out.
 */
export class Attempts {
  readonly #byPlace: Counts;
  readonly #byName: Counts;
  readonly #known = new Set<string>();

  constructor(now: () => number = Date.now) {
    this.#byPlace = new Counts(fromOnePlace, now);
    this.#byName = new Counts(fromAllPlaces, now);
  }

  areTooMany(name: string, place: string): boolean {
    const pair = keyOf(name, place);
    return (
      this.#byPlace.areTooMany(pair) || (!this.#known.has(pair) && this.#byName.areTooMany(bucketOf(name)))
    );
  }

  failed(name: string, place: string): void {
    this.#byPlace.add(keyOf(name, place));
    this.#byName.add(bucketOf(name));
  }

  succeeded(name: string, place: string): void {
    const pair = keyOf(name, place);
    this.#known.delete(pair);
    this.#known.add(pair);
    const [oldest] = this.#known;
    if (this.#known.size > mostPlaces && oldest !== undefined) this.#known.delete(oldest);
  }
}

class Counts {
  readonly #counts = new Map<string, { readonly since: number; count: number }>();

  constructor(
    private readonly limit: { readonly most: number; /** Milliseconds. */ readonly period: number },
    private readonly now: () => number,
  ) {}

  areTooMany(key: string): boolean {
    return (this.#present(key)?.count ?? 0) >= this.limit.most;
  }

  add(key: string): void {
    const found = this.#present(key);
    if (found) {
      found.count += 1;
      return;
    }
    this.#counts.delete(key);
    this.#counts.set(key, { since: this.now(), count: 1 });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostPlaces && oldest !== undefined) this.#counts.delete(oldest);
  }

  #present(key: string) {
    const found = this.#counts.get(key);
    return found && this.now() - found.since < this.limit.period ? found : undefined;
  }
}

/** Of one length, whatever a visitor calls themselves. */
function keyOf(name: string, place: string): string {
  return createHash("sha256")
    .update(JSON.stringify([name, place]))
    .digest("base64url");
}

function bucketOf(name: string): string {
  return String(createHash("sha256").update(name).digest().readUInt32BE() % buckets);
}
