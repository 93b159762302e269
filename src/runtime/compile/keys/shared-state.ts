import type { Change, ConstructionSite, Digest } from "../module-facts.ts";
import {
  LinkedStatements,
  statementKey,
  type LinkedModules,
  type StatementRef,
} from "./linked-statements.ts";

/** A variable of a module that a function of a node uses, and a place where such a function changes it. */
export interface SharedVariable {
  readonly file: string;
  readonly change: Change;
}

/** What the function of one node reaches. */
interface Reach {
  readonly statements: ReadonlySet<string>;
  readonly changes: readonly SharedVariable[];
}

/**
 * Which functions of nodes share variables of modules, so that they mean the same in one process only. What changes while the modules
 * load is the same in each process. Of a function that is bound or captured by another nothing is said.
 */
export class SharedState {
  readonly #statements: LinkedStatements;
  /** By statement of the variable. */
  #changed: ReadonlyMap<string, SharedVariable> | undefined;

  constructor(private readonly modules: LinkedModules) {
    this.#statements = new LinkedStatements(modules);
  }

  /** The shared variables of the node that is made at a site. */
  of(file: string, site: ConstructionSite): readonly SharedVariable[] {
    const { statements } = this.#reachOf(file, site);
    return [...(this.#changed ??= this.#allChanged())].flatMap(([variable, shared]) =>
      statements.has(variable) ? [shared] : [],
    );
  }

  /** What the functions of any node change. */
  #allChanged(): ReadonlyMap<string, SharedVariable> {
    const changed = new Map<string, SharedVariable>();
    for (const [file, { compiled }] of this.modules)
      for (const site of compiled.facts.sites.filter(({ certain }) => certain))
        for (const shared of this.#reachOf(file, site).changes)
          for (const target of this.#statements.follow(shared.file, shared.change.variable))
            if (target.kind === "statement" && !changed.has(statementKey(target.at)))
              changed.set(statementKey(target.at), shared);
    return changed;
  }

  #reachOf(file: string, { code }: ConstructionSite): Reach {
    const statements = new Set<string>();
    const changes = code.functions.flatMap((part) => part.changes.map((change) => ({ file, change })));
    const queue: StatementRef[] = [];
    const add = (from: string, { refs }: Digest): void => {
      for (const target of refs.flatMap((ref) => this.#statements.follow(from, ref))) {
        // A function that mentions another node does not run its function.
        if (target.kind === "outside" || this.#statements.statement(target.at).node) continue;
        const key = statementKey(target.at);
        if (statements.has(key)) continue;
        statements.add(key);
        queue.push(target.at);
      }
    };
    for (const part of code.functions) add(file, part);
    for (let at = queue.pop(); at; at = queue.pop()) {
      const statement = this.#statements.statement(at);
      for (const change of statement.changes) changes.push({ file: at.file, change });
      add(at.file, statement.opaque ?? statement.full);
    }
    return { statements, changes };
  }
}
