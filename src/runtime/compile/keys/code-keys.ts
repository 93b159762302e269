import { hashOf } from "../syntax/syntax-digest.ts";
import { loadEffects } from "./load-effects.ts";
import type { Digest, CodeFragment, ConstructionSite, TopLevelStatement } from "../module-facts.ts";
import { statementKey, LinkedStatements, type StatementRef } from "./linked-statements.ts";
import { SharedState } from "./shared-state.ts";
import type { CompiledWorkflow } from "../compile-workflow.ts";

/** A node was seen at a site while this top-level statement ran. */
export interface Visit {
  readonly file: string;
  readonly site: number;
  readonly statement?: StatementRef;
}

/**
 * Code keys: hashes over a piece of code and everything it transitively reaches, with types, comments, formatting, line
 * numbers and folders left out. They change exactly when the code may behave differently, or else once too often.
 */
export class CodeKeys {
  readonly #statements: LinkedStatements;
  readonly #effects: ReadonlyMap<string, readonly StatementRef[]>;
  readonly #sharedState: SharedState;

  constructor(readonly workflow: CompiledWorkflow) {
    this.#sharedState = new SharedState(workflow.modules);
    this.#statements = new LinkedStatements(workflow.modules);
    this.#effects = loadEffects(this.#statements);
  }

  /** Of function, preprocess and postprocess of the node that was made at a site. */
  codeOf(visit: Visit): string {
    return this.#key(visit, this.siteOf(visit).code.functions);
  }

  /** Whether the function of that node shares variables of modules with others, or with its own next call. */
  sharesState(visit: Visit): boolean {
    return this.#sharedState.of(visit.file, this.siteOf(visit)).length > 0;
  }

  /** Of an input, in case it is a callable. */
  inputOf(visit: Visit, input: string): string {
    const { inputs, otherInputs } = this.siteOf(visit).code;
    return this.#key(visit, Object.hasOwn(inputs, input) ? inputs[input]! : otherInputs);
  }

  /** For a node of which nothing is known: any change of any module counts. */
  get everything(): string {
    return hashOf([...this.#statements.all()].map((at) => this.#statements.statement(at).full.hash).join());
  }

  /** False for a module that was imported under a name that only running the code gives. */
  knows(file: string): boolean {
    return this.workflow.modules.has(file);
  }

  siteOf({ file, site }: Visit): ConstructionSite {
    return this.workflow.modules.get(file)!.compiled.facts.sites[site]!;
  }

  #key(visit: Visit, parts: readonly CodeFragment[]): string {
    const { file } = visit;
    const walk = new Walk(this.#statements, this.#effects);
    for (const part of parts) walk.add(file, part);
    if (parts.some(({ captures }) => captures)) {
      // What the code means depends on the function around it and on the statement that called that.
      walk.addStatement({ file, index: this.siteOf(visit).statement });
      if (visit.statement && this.knows(visit.statement.file)) walk.addStatement(visit.statement);
    }
    return walk.finish();
  }
}

/**
 * Writes down everything reachable, each statement once and numbered in the order of first mention, so that equal code gives
 * equal text whatever folder its modules are in, and cycles end.
 */
class Walk {
  readonly #numbers = new Map<string, number>();
  readonly #queue: StatementRef[] = [];
  readonly #lines: string[] = [];

  constructor(
    readonly statements: LinkedStatements,
    readonly effects: ReadonlyMap<string, readonly StatementRef[]>,
  ) {}

  add(file: string, digest: Digest): void {
    this.#lines.push(this.#line(file, digest));
  }

  /** A statement in full, constructions of nodes in it included. */
  addStatement(at: StatementRef): void {
    this.add(at.file, this.statements.statement(at).full);
  }

  finish(): string {
    for (let at = this.#queue.shift(); at; at = this.#queue.shift()) {
      const statement = this.statements.statement(at);
      const effects = this.#effectsOn(at).map((statement) => this.#word(statement));
      this.#lines.push([this.#line(at.file, digestInReach(statement)), ...effects].join(" "));
    }
    return hashOf(this.#lines.join("\n"));
  }

  /** In an order that does not depend on the order of imports. */
  #effectsOn(at: StatementRef): readonly StatementRef[] {
    const hash = (statement: StatementRef) => digestInReach(this.statements.statement(statement)).hash;
    return [...(this.effects.get(statementKey(at)) ?? [])].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
  }

  #line(file: string, { hash, refs }: Digest): string {
    const words = refs.flatMap((ref) => {
      const targets = this.statements.follow(file, ref);
      return targets.map((target) => (target.kind === "statement" ? this.#word(target.at) : target.name));
    });
    const options = this.statements.optionsOf(file);
    return [hash, ...(options === undefined ? [] : [options]), ...words].join(" ");
  }

  #word(at: StatementRef): string {
    // A closure that mentions another node does not depend on how that one is made.
    if (this.statements.statement(at).node) return "node";
    const key = statementKey(at);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
      this.#queue.push(at);
    }
    return String(number);
  }
}

/** Whoever reaches a statement does not depend on how the nodes in it are made. */
function digestInReach(statement: TopLevelStatement): Digest {
  return statement.opaque ?? statement.full;
}
