import type { ResolvedGraph } from "../../plan/resolved-graph.ts";
import { newResultId } from "../../run/result-record.ts";
import type { Settled } from "../../run/settled.ts";
import type {
  GraphKey,
  ResultId,
  ResultRecord,
  SheetChange,
  SheetId,
  SheetStore,
  SheetSummary,
} from "../../sheets/store.ts";
import type { Values } from "../../values/value.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";
import type { CallRequest } from "./call.ts";

export interface NamedSheets {
  readonly sheets: readonly SheetSummary[];
  readonly store: SheetStore;
  readonly key: GraphKey;
  refreshSheets(): Promise<void>;
  openSheet(id?: SheetId): Promise<OpenSheet>;
}

/** Keeps runs of calls in sheets that go by their names. */
export class SheetsByName {
  /** Two calls at once make one sheet. */
  #making: Promise<unknown> = Promise.resolve();
  /** What is being put into each sheet: calls that end at once do so one after the other. */
  readonly #keeping = new WeakMap<OpenSheet, Promise<unknown>>();

  constructor(private readonly graph: NamedSheets) {}

  /** The sheet of a name, made where there is none. */
  get(name: string): Promise<OpenSheet> {
    const found = this.#making.then(async () => {
      await this.graph.refreshSheets();
      const known = this.graph.sheets.find((sheet) => sheet.name === name);
      if (known) return this.graph.openSheet(known.id);
      const { id } = await this.graph.store.createSheet(this.graph.key, name);
      await this.graph.refreshSheets();
      return this.graph.openSheet(id);
    });
    this.#making = found.catch(() => {});
    return found;
  }

  /** Puts what a call was given and what came of it into a sheet, as if it had run there. Resolves when that is kept. */
  async keep(
    sheet: OpenSheet,
    graph: ResolvedGraph,
    settled: readonly Settled[],
    { inputs = {} }: CallRequest,
  ): Promise<void> {
    const before = this.#keeping.get(sheet) ?? Promise.resolve();
    const kept = before.then(async () => {
      const records = settled.flatMap((one) => ("record" in one && one.record ? [one.record] : []));
      const there = await Promise.all(records.map(({ node, key }) => sheet.data.find(node, key)));
      // From here on without a pause, so that whoever looks at the sheet sees all of a call or nothing of it.
      const changes = changesOf(graph, settled, inputs);
      if (changes.length > 0) sheet.data.change(...changes);
      /** What a result of the call is called in the sheet. */
      const ids = new Map<ResultId, ResultId>();
      for (const [at, record] of records.entries()) {
        const found = there[at];
        const id = found?.id ?? newResultId();
        ids.set(record.id, id);
        if (found) sheet.data.show(found);
        else void sheet.data.add({ ...record, id, upstream: renamed(record.upstream, ids) });
      }
      sheet.view.rebuild();
      await sheet.data.saved();
    });
    // One that failed keeps no other from being kept.
    this.#keeping.set(
      sheet,
      kept.catch(() => {}),
    );
    return kept;
  }
}

/** The inputs that a call used, and its picks. */
function changesOf(
  { planNodes, selectedVariants }: ResolvedGraph,
  settled: readonly Settled[],
  inputs: Values,
): SheetChange[] {
  const used = new Set(settled.map(({ planNode }) => planNode.index));
  return planNodes
    .filter(({ index }) => used.has(index))
    .flatMap(({ choice, inputs: taken }): SheetChange[] => [
      ...(choice === undefined
        ? []
        : [{ field: "picks" as const, key: choice, value: selectedVariants[choice] }]),
      ...taken.flatMap(({ source }): SheetChange[] => {
        if (source.kind !== "component") return [];
        const value = Object.hasOwn(inputs, source.input) ? inputs[source.input] : undefined;
        return [{ field: "inputs", key: source.input, value }];
      }),
    ]);
}

function renamed(
  upstream: ResultRecord["upstream"],
  ids: ReadonlyMap<ResultId, ResultId>,
): ResultRecord["upstream"] {
  return Object.fromEntries(
    Object.entries(upstream).map(([node, result]) => [node, ids.get(result) ?? result]),
  );
}
