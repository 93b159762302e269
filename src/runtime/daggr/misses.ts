import { reservedFields } from "./reserved.ts";

/** A member that was asked for and is not there, such as a misspelt port: it gave `undefined`. */
export interface Miss {
  /** What was asked, as in "GradioNode 'painter'". */
  readonly of: string;
  /** What kind of member it has, as in "output port". */
  readonly kind: string;
  readonly name: string;
  readonly options: readonly string[];
}

// In JavaScript a misspelt port is `undefined` where it is used. Remembering what was asked for lets the error say which one.
let misses: Miss[] = [];

/** The last `count` misses since the last call, oldest first. */
export function takeMisses(count: number): readonly Miss[] {
  const taken = count > 0 ? misses.slice(-count) : [];
  misses = [];
  return taken;
}

/** For the end of a prototype chain: reports every member that was not found before it. */
export function missing(
  parent: object | null,
  describe: (receiver: object) => Omit<Miss, "name"> | undefined,
): object {
  return new Proxy(Object.create(parent) as object, {
    get(target, name, receiver: object) {
      if (typeof name === "string" && !reservedFields.has(name)) {
        const miss = describe(receiver);
        if (miss) misses.push({ ...miss, name });
        if (misses.length > 100) misses = misses.slice(-50);
      }
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}
