import type { ModuleFacts } from "../module-facts.ts";
import { constructionSites, type SitePlan } from "./construction-sites.ts";
import { exportsOf } from "./exports.ts";
import type { ModuleScope } from "./scope.ts";
import { topLevelStatements } from "./top-level-statements.ts";

/** What the syntax of an ES module says. */
export interface ReadModule extends Pick<
  ModuleFacts,
  "requests" | "exports" | "stars" | "types" | "statements" | "sites"
> {
  readonly plan: SitePlan;
}

export function readModule(scope: ModuleScope): ReadModule {
  const exported = exportsOf(scope);
  const statements = topLevelStatements(scope);
  const plan = constructionSites(scope);
  // Reading the others asked for them.
  return { requests: scope.requests, ...exported, statements, sites: plan.sites, plan };
}
