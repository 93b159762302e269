import { hashOf } from "../syntax/syntax-digest.ts";
import { effectsOn } from "./load-effects.ts";
import type { Digest, Part, SiteFact, Unit } from "../module-facts.ts";
import { keyOfUnit, LinkedUnits, type UnitRef } from "./linked-statements.ts";
import type { CompiledWorkflow } from "../compile-workflow.ts";

/** A node was seen at a site while this top-level statement ran. */
export interface Visit {
  readonly file: string;
  readonly site: number;
  readonly statement?: UnitRef;
}

/**
 * Code keys: hashes over a piece of code and everything it transitively reaches, with types, comments, formatting, line
 * numbers and folders left out. They change exactly when the code may behave differently, or else once too often.
 */
export class CodeKeys {
  readonly #units: LinkedUnits;
  readonly #effects: ReadonlyMap<string, readonly UnitRef[]>;

  constructor(readonly workflow: CompiledWorkflow) {
    this.#units = new LinkedUnits(workflow);
    this.#effects = effectsOn(this.#units);
  }

  /** Of function, preprocess and postprocess of the node that was made at a site. */
  codeOf(visit: Visit): string {
    return this.#key(visit, this.siteOf(visit).parts.code);
  }

  /** Of an input, in case it is a callable. */
  inputOf(visit: Visit, input: string): string {
    const { inputs, otherInputs } = this.siteOf(visit).parts;
    return this.#key(visit, Object.hasOwn(inputs, input) ? inputs[input]! : otherInputs);
  }

  /** For a node of which nothing is known: any change of any module counts. */
  get everything(): string {
    return hashOf([...this.#units.all()].map((at) => this.#units.unit(at).full.hash).join());
  }

  /** False for a module that was imported under a name that only running the code gives. */
  knows(file: string): boolean {
    return this.workflow.modules.has(file);
  }

  siteOf({ file, site }: Visit): SiteFact {
    return this.workflow.modules.get(file)!.compiled.facts.sites[site]!;
  }

  #key(visit: Visit, parts: readonly Part[]): string {
    const { file } = visit;
    const walk = new Walk(this.#units, this.#effects);
    for (const part of parts) walk.add(file, part);
    if (parts.some(({ captures }) => captures)) {
      // What the code means depends on the function around it and on the statement that called that.
      walk.addUnit({ file, unit: this.siteOf(visit).unit });
      if (visit.statement && this.knows(visit.statement.file)) walk.addUnit(visit.statement);
    }
    return walk.finish();
  }
}

/**
 * Writes down everything reachable, each unit once and numbered in the order of first mention, so that equal code gives
 * equal text wherever its modules stand, and cycles end.
 */
class Walk {
  readonly #numbers = new Map<string, number>();
  readonly #queue: UnitRef[] = [];
  readonly #lines: string[] = [];

  constructor(
    readonly units: LinkedUnits,
    readonly effects: ReadonlyMap<string, readonly UnitRef[]>,
  ) {}

  add(file: string, digest: Digest): void {
    this.#lines.push(this.#line(file, digest));
  }

  /** A unit in full, constructions of nodes in it included. */
  addUnit(at: UnitRef): void {
    this.add(at.file, this.units.unit(at).full);
  }

  finish(): string {
    for (let at = this.#queue.shift(); at; at = this.#queue.shift()) {
      const unit = this.units.unit(at);
      const effects = this.#effectsOn(at).map((statement) => this.#word(statement));
      this.#lines.push([this.#line(at.file, digestInReach(unit)), ...effects].join(" "));
    }
    return hashOf(this.#lines.join("\n"));
  }

  /** In an order that does not depend on the order of imports. */
  #effectsOn(at: UnitRef): readonly UnitRef[] {
    const hash = (statement: UnitRef) => digestInReach(this.units.unit(statement)).hash;
    return [...(this.effects.get(keyOfUnit(at)) ?? [])].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
  }

  #line(file: string, { hash, refs }: Digest): string {
    const words = refs.flatMap((ref) => {
      const targets = this.units.follow(file, ref);
      return targets.map((target) => (target.kind === "unit" ? this.#word(target.at) : target.word));
    });
    return [hash, ...words].join(" ");
  }

  #word(at: UnitRef): string {
    // A closure that mentions another node does not depend on how that one is made.
    if (this.units.unit(at).node) return "node";
    const key = keyOfUnit(at);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
      this.#queue.push(at);
    }
    return String(number);
  }
}

/** Whoever reaches a unit does not depend on how the nodes in it are made. */
function digestInReach(unit: Unit): Digest {
  return unit.opaque ?? unit.full;
}
