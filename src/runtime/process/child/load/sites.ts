import { AsyncLocalStorage } from "node:async_hooks";
import { fileURLToPath } from "node:url";
import type { CodeKeys, Visit } from "../../../compile/keys/code-keys.ts";
import type { StatementRef } from "../../../compile/keys/linked-statements.ts";
import { parametersOf } from "../../../compile/syntax/function-parameters.ts";
import { siteFunction, statementFunction } from "../../../compile/emit/site-transformer.ts";
import type { DaggrEngine, Origins, Site } from "../../../daggr/site.ts";

/** Collects what emitted code reports while it loads: which nodes and graphs were made at which construction sites. */
export class SiteRecorder {
  readonly #visits = new Map<object, Visit[]>();
  readonly #paths = new Map<string, string>();
  /** The top-level statement that runs; follows asynchronous code. */
  readonly #statement = new AsyncLocalStorage<StatementRef>();

  constructor(
    private readonly engine: Pick<DaggrEngine, "isGraph" | "isNode">,
    private readonly onStatement: (at: StatementRef) => void,
  ) {}

  install(): void {
    const provided: Record<string, unknown> = {
      [siteFunction]: (url: string, site: number, value: unknown) => {
        if (typeof value === "object" && value !== null) this.#seen(url, site, value);
        return value;
      },
      [statementFunction]: (url: string, index: number) => {
        const at = { file: this.#path(url), index };
        this.#statement.enterWith(at);
        this.onStatement(at);
      },
    };
    for (const [name, value] of Object.entries(provided)) {
      Object.defineProperty(globalThis, name, { value, enumerable: false });
    }
  }

  /** Graphs in the order they were made. */
  get graphs(): readonly object[] {
    return [...this.#visits.keys()].filter((made) => this.engine.isGraph(made));
  }

  visitsOf(made: object): readonly Visit[] {
    return this.#visits.get(made) ?? [];
  }

  #seen(url: string, site: number, value: object): void {
    if (!this.engine.isNode(value) && !this.engine.isGraph(value)) return;
    const visit = { file: this.#path(url), site, statement: this.#statement.getStore() };
    const known = this.#visits.get(value);
    if (known) known.push(visit);
    else this.#visits.set(value, [visit]);
  }

  #path(url: string): string {
    let path = this.#paths.get(url);
    if (path === undefined) this.#paths.set(url, (path = fileURLToPath(url)));
    return path;
  }
}

/** What `describe` asks about nodes and functions. */
export function originsOf(recorder: SiteRecorder, keys: CodeKeys): Origins {
  const known = new Map<object, Site>();
  return {
    siteOf: (made) => {
      let site = known.get(made);
      if (!site) known.set(made, (site = siteOf(recorder.visitsOf(made), keys)));
      return site;
    },
    inputsOf: (fn) => parametersOf(fn),
  };
}

function siteOf(visits: readonly Visit[], keys: CodeKeys): Site {
  // The first is where the node was constructed: there is its code. A factory's node has its name where it was given to one
  // of the module's variables.
  const known = visits.filter(({ file }) => keys.knows(file));
  const [first] = known;
  if (!first) return { code: keys.everything, sharesState: false, callable: () => keys.everything };
  const facts = known.map((visit) => ({ visit, fact: keys.siteOf(visit) }));
  const named = facts.find(({ fact }) => fact.top) ?? facts.find(({ fact }) => fact.variable !== undefined);
  const { visit, fact } = named ?? facts[0]!;
  return {
    variable: fact.variable,
    source: { file: visit.file, line: fact.line, column: fact.column },
    code: keys.codeOf(first),
    sharesState: keys.sharesState(first),
    callable: (input) => keys.inputOf(first, input),
  };
}
