import { statementKey, type LinkedStatements, type StatementRef } from "./linked-statements.ts";

/**
 * Which statements, run while the modules load, change the variables of another: whoever reaches `config` also reaches
 * `config.language = "de"` and `setUp()`, if that function sets it. What node functions change when they run is not counted.
 */
export function loadEffects(linked: LinkedStatements): ReadonlyMap<string, readonly StatementRef[]> {
  const effects = new Map<string, Map<string, StatementRef>>();
  const writers = new Map<string, Set<string>>();

  const add = (target: string, statement: StatementRef): void => {
    let known = effects.get(target);
    if (!known) effects.set(target, (known = new Map<string, StatementRef>()));
    known.set(statementKey(statement), statement);
  };

  for (const at of linked.all()) {
    const code = linked.statement(at);
    for (const target of code.writes.flatMap((ref) => linked.follow(at.file, ref))) {
      if (target.kind === "outside" || linked.statement(target.at).node) continue;
      const changed = statementKey(target.at);
      if (code.executed) add(changed, at);
      else {
        const writer = statementKey(at);
        let targets = writers.get(writer);
        if (!targets) writers.set(writer, (targets = new Set()));
        targets.add(changed);
      }
    }
  }

  if (writers.size > 0) {
    for (const statement of linked.all()) {
      if (!linked.statement(statement).executed) continue;
      for (const reached of reachedAtLoad(linked, statement)) {
        for (const changed of writers.get(reached) ?? []) add(changed, statement);
      }
    }
  }
  return new Map([...effects].map(([target, statements]) => [target, [...statements.values()]]));
}

/** What a statement may call while loading. Constructions of nodes are opaque: their functions do not run then. */
function reachedAtLoad(linked: LinkedStatements, statement: StatementRef): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [statement];
  for (let at = queue.pop(); at; at = queue.pop()) {
    const code = linked.statement(at);
    for (const target of (code.opaque ?? code.full).refs.flatMap((ref) => linked.follow(at.file, ref))) {
      if (
        target.kind === "outside" ||
        linked.statement(target.at).node ||
        reached.has(statementKey(target.at))
      )
        continue;
      reached.add(statementKey(target.at));
      queue.push(target.at);
    }
  }
  return reached;
}
