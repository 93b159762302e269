import type { Ref, Unit } from "../module-facts.ts";
import type { CompiledWorkflow, LinkedModule } from "../compile-workflow.ts";

/** One top-level declaration or statement of one of the modules. */
export interface UnitRef {
  readonly file: string;
  readonly unit: number;
}

/** What a reference leads to: units of local modules, or a word for what lies outside of them. */
export type Target =
  { readonly kind: "unit"; readonly at: UnitRef } | { readonly kind: "outside"; readonly word: string };

/** Follows references across the modules of a workflow. */
export class LinkedUnits {
  readonly #modules: ReadonlyMap<string, LinkedModule>;

  constructor(workflow: CompiledWorkflow) {
    this.#modules = workflow.modules;
  }

  unit({ file, unit }: UnitRef): Unit {
    return this.#modules.get(file)!.compiled.facts.units[unit]!;
  }

  *all(): Generator<UnitRef> {
    for (const [file, { compiled }] of this.#modules) {
      for (const unit of compiled.facts.units.keys()) yield { file, unit };
    }
  }

  follow(file: string, ref: Ref): readonly Target[] {
    if (ref.kind === "unit") return [{ kind: "unit", at: { file, unit: ref.unit } }];
    return this.#request(file, ref.request, ref.name, new Set());
  }

  #request(file: string, request: number, name: string, visited: Set<string>): readonly Target[] {
    const target = this.#modules.get(file)?.targets[request];
    switch (target?.kind) {
      case "local":
        return this.#exported(target.path, name, visited);
      case "package":
      case "builtin":
        return [{ kind: "outside", word: `${target.id}:${name}` }];
      case "missing":
      case undefined:
        return [{ kind: "outside", word: "missing" }];
    }
  }

  #exported(file: string, name: string, visited: Set<string>): readonly Target[] {
    const module = this.#modules.get(file);
    const mark = `${file}\n${name}`;
    if (!module || visited.has(mark)) return [];
    visited.add(mark);
    const { facts } = module.compiled;
    if (name === "*" || facts.format !== "module") return this.#everything(file, visited);
    const fact = Object.hasOwn(facts.exports, name) ? facts.exports[name] : undefined;
    if (fact?.kind === "units") return fact.units.map((unit) => ({ kind: "unit", at: { file, unit } }));
    if (fact) return this.#request(file, fact.request, fact.name, visited);
    return facts.stars.flatMap((star) => this.#request(file, star, name, visited));
  }

  #everything(file: string, visited: Set<string>): readonly Target[] {
    const { facts } = this.#modules.get(file)!.compiled;
    const units = [...facts.units.keys()].map((unit): Target => ({ kind: "unit", at: { file, unit } }));
    const passedOn = Object.values(facts.exports).flatMap((fact) =>
      fact.kind === "import" ? this.#request(file, fact.request, fact.name, visited) : [],
    );
    const starred = facts.stars.flatMap((star) => this.#request(file, star, "*", visited));
    return [...units, ...passedOn, ...starred];
  }
}

export function keyOfUnit({ file, unit }: UnitRef): string {
  return `${file}\n${unit}`;
}
