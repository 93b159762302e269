import { keyOfUnit, type LinkedUnits, type UnitRef } from "./linked-statements.ts";

/**
 * Which statements, run while the modules load, change a unit's variables: whoever reaches `config` also reaches
 * `config.language = "de"` and `setUp()`, if that function sets it. What node functions change when they run does not count.
 */
export function effectsOn(units: LinkedUnits): ReadonlyMap<string, readonly UnitRef[]> {
  const effects = new Map<string, Map<string, UnitRef>>();
  const writers = new Map<string, Set<string>>();

  const add = (target: string, statement: UnitRef): void => {
    let known = effects.get(target);
    if (!known) effects.set(target, (known = new Map<string, UnitRef>()));
    known.set(keyOfUnit(statement), statement);
  };

  for (const at of units.all()) {
    const unit = units.unit(at);
    for (const target of unit.writes.flatMap((ref) => units.follow(at.file, ref))) {
      if (target.kind === "outside" || units.unit(target.at).node) continue;
      const changed = keyOfUnit(target.at);
      if (unit.executed) add(changed, at);
      else {
        const writer = keyOfUnit(at);
        let targets = writers.get(writer);
        if (!targets) writers.set(writer, (targets = new Set()));
        targets.add(changed);
      }
    }
  }

  if (writers.size > 0) {
    for (const statement of units.all()) {
      if (!units.unit(statement).executed) continue;
      for (const reached of reachedAtLoad(units, statement)) {
        for (const changed of writers.get(reached) ?? []) add(changed, statement);
      }
    }
  }
  return new Map([...effects].map(([target, statements]) => [target, [...statements.values()]]));
}

/** What a statement may call while loading. Constructions of nodes are opaque: their functions do not run then. */
function reachedAtLoad(units: LinkedUnits, statement: UnitRef): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [statement];
  for (let at = queue.pop(); at; at = queue.pop()) {
    const unit = units.unit(at);
    for (const target of (unit.opaque ?? unit.full).refs.flatMap((ref) => units.follow(at.file, ref))) {
      if (target.kind === "outside" || units.unit(target.at).node || reached.has(keyOfUnit(target.at)))
        continue;
      reached.add(keyOfUnit(target.at));
      queue.push(target.at);
    }
  }
  return reached;
}
