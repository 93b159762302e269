import { findClosest } from "../text/similarity.ts";
import type { GraphDescription } from "../graph/description.ts";
import type { ResultId } from "../sheets/store.ts";
import type { OpenSheet } from "../session/sheets/open-sheet.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import { InvalidRequestError } from "./input-changes.ts";

/** Selects a variant of a choice. @throws {InvalidRequestError} where there is no such choice or variant */
export function pickVariant(
  graph: GraphDescription,
  sheet: OpenSheet,
  choice: string,
  variant: string,
): void {
  const choices = graph.nodes.filter((node) => node.kind === "choice");
  const found = choices.find(({ name }) => name === choice);
  if (found === undefined) throw unknown(`The graph '${graph.name}' has no choice`, choice, choices);
  if (!found.variants.some(({ name }) => name === variant))
    throw unknown(`The choice '${choice}' has no variant`, variant, found.variants);
  sheet.view.change({ field: "picks", key: choice, value: variant });
}

/**
 * Lets nodes pass their inputs on instead of running. Returns what takes that back: it is meant for one run.
 *
 * @throws {InvalidRequestError} where there is no such node
 */
export function bypassNodes(graph: GraphDescription, sheet: OpenSheet, nodes: readonly string[]): () => void {
  const names = nodes
    .map((node) => planNodeOf(graph, sheet, node).name)
    .filter((name) => sheet.data.sheet.bypassed[name] !== true);
  const change = (value: true | undefined) =>
    sheet.view.change(...names.map((key) => ({ field: "bypassed", key, value }) as const));
  change(true);
  return () => change(undefined);
}

/**
 * Takes the results that nodes show for fresh, whatever changed. Returns what takes that back: it is meant for one run.
 *
 * @throws {InvalidRequestError} where there is no such node, or it has no result
 */
export function takeAsFresh(graph: GraphDescription, sheet: OpenSheet, nodes: readonly string[]): () => void {
  const before = sheet.data.sheet;
  const shown = nodes.map((node) => {
    const { name } = planNodeOf(graph, sheet, node);
    const result = sheet.data.shown(name)?.id;
    if (result !== undefined) return { name, result };
    throw new InvalidRequestError(
      `'${node}' has no result that could be fresh. Run it first, with --data FOLDER, which keeps results.`,
    );
  });
  const change = (
    fixed: (name: string, result: ResultId, field: "selected" | "pinned") => ResultId | undefined,
  ) =>
    sheet.view.change(
      ...shown.flatMap(({ name, result }) =>
        // Without a selection the newest result is shown, so a pinned one is selected too.
        (["selected", "pinned"] as const).map((field) => ({
          field,
          key: name,
          value: fixed(name, result, field),
        })),
      ),
    );
  change((_name, result) => result);
  return () => change((name, _result, field) => before[field][name]);
}

/** The node of a name, the selected variant for a choice. @throws {InvalidRequestError} where there is none */
export function planNodeOf(graph: GraphDescription, sheet: OpenSheet, name: string): PlanNode {
  const found = sheet.view.resolvedGraph?.byName.get(name);
  if (found !== undefined) return found;
  throw unknown(`The graph '${graph.name}' has no node`, name, graph.nodes);
}

/** Says what there is, and which of it may be meant. */
function unknown(
  what: string,
  name: string,
  valid: readonly { readonly name: string }[],
): InvalidRequestError {
  const names = valid.map((entry) => entry.name);
  const meant = findClosest(name, names);
  const hint = meant === undefined ? "" : ` Did you mean '${meant}'?`;
  const list = names.length > 0 ? `It has ${names.join(", ")}.` : "It has none.";
  return new InvalidRequestError(`${what} '${name}'.${hint} ${list}`);
}
