import type { Reference, TopLevelStatement } from "../module-facts.ts";
import type { LinkedModule } from "../compile-workflow.ts";

/** One top-level declaration or statement of one of the modules. */
export interface StatementRef {
  readonly file: string;
  readonly index: number;
}

/** What a reference leads to: statements of local modules, or a name for something outside of them. */
export type ReferenceTarget =
  | { readonly kind: "statement"; readonly at: StatementRef }
  | { readonly kind: "outside"; readonly name: string };

/** By path. */
export type LinkedModules = ReadonlyMap<string, Pick<LinkedModule, "compiled" | "targets">>;

/** Follows references across the modules of a workflow. */
export class LinkedStatements {
  constructor(private readonly modules: LinkedModules) {}

  statement({ file, index }: StatementRef): TopLevelStatement {
    return this.modules.get(file)!.compiled.facts.statements[index]!;
  }

  /** How a module is compiled, where its configuration says so. */
  optionsOf(file: string): string | undefined {
    return this.modules.get(file)?.compiled.facts.options;
  }

  *all(): Generator<StatementRef> {
    for (const [file, { compiled }] of this.modules) {
      for (const index of compiled.facts.statements.keys()) yield { file, index };
    }
  }

  follow(file: string, ref: Reference): readonly ReferenceTarget[] {
    if (ref.kind === "statement") return [{ kind: "statement", at: { file, index: ref.statement } }];
    return this.#request(file, ref.request, ref.name, new Set());
  }

  #request(file: string, request: number, name: string, visited: Set<string>): readonly ReferenceTarget[] {
    const target = this.modules.get(file)?.targets[request];
    switch (target?.kind) {
      case "local":
        return this.#exported(target.path, name, visited);
      case "package":
      case "builtin":
        return [{ kind: "outside", name: `${target.id}:${name}` }];
      case "missing":
      case undefined:
        return [{ kind: "outside", name: "missing" }];
    }
  }

  #exported(file: string, name: string, visited: Set<string>): readonly ReferenceTarget[] {
    const module = this.modules.get(file);
    const mark = `${file}\n${name}`;
    if (!module || visited.has(mark)) return [];
    visited.add(mark);
    const { facts } = module.compiled;
    if (name === "*" || facts.format !== "module") return this.#everything(file, visited);
    const fact = Object.hasOwn(facts.exports, name) ? facts.exports[name] : undefined;
    if (fact?.kind === "statements")
      return fact.statements.map((index) => ({ kind: "statement", at: { file, index } }));
    if (fact) return this.#request(file, fact.request, fact.name, visited);
    return facts.stars.flatMap((star) => this.#request(file, star, name, visited));
  }

  #everything(file: string, visited: Set<string>): readonly ReferenceTarget[] {
    const { facts } = this.modules.get(file)!.compiled;
    const statements = [...facts.statements.keys()].map((index): ReferenceTarget => ({
      kind: "statement",
      at: { file, index },
    }));
    const passedOn = Object.values(facts.exports).flatMap((fact) =>
      fact.kind === "import" ? this.#request(file, fact.request, fact.name, visited) : [],
    );
    const starred = facts.stars.flatMap((star) => this.#request(file, star, "*", visited));
    return [...statements, ...passedOn, ...starred];
  }
}

export function statementKey({ file, index }: StatementRef): string {
  return `${file}\n${index}`;
}
