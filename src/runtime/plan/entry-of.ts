const maps = new WeakMap<object, ReadonlyMap<string, unknown>>();

/**
 * An entry of a sheet's record. Judging a graph asks for thousands of names of which most are not there, which plain objects
 * answer slowly; sheets never change a record in place, so each is turned into a map once.
 */
export function entryOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  let map = maps.get(record);
  if (!map) maps.set(record, (map = new Map(Object.entries(record))));
  return map.get(key) as T | undefined;
}
