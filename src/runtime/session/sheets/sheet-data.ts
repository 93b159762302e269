import { isMadeSince } from "../../plan/age.ts";
import type { InputId } from "../../graph/description.ts";
import type { Value } from "../../values/value.ts";
import type { SheetFacts } from "../../plan/evaluate.ts";
import type { StatesOf } from "../../plan/resolved-graph.ts";
import type {
  LoadedSheet,
  ResultId,
  ResultRecord,
  ResultSummary,
  SheetChange,
  SheetId,
  SheetState,
  SheetStore,
} from "../../sheets/store.ts";
import type { ItemMemory } from "../../run/execution-task.ts";
import { withEntry } from "../../protocol/reduce.ts";

/** What is known in addition to the sheet itself, the same for all sheets of a graph. */
export interface SharedKnowledge {
  acceptedCommit(node: string): string | undefined;
  fileInput(input: InputId): Value | undefined;
  /** Whether others enter the canvas inputs, since the workflow is served. */
  readonly untrustedInputs: boolean;
  /** How nodes use the states of their apps; another function when something else is known. */
  readonly statesOf: StatesOf;
}

const noResults: readonly ResultSummary[] = [];

/**
 * A sheet in memory: its state, the list of every node's results, and those results that are shown. Changes apply at once and
 * go to the store; `failed` hears where the store could not keep one.
 */
export class SheetData implements SheetFacts {
  sheet: SheetState;
  readonly #records = new Map<string, ResultRecord>();
  readonly #summaries = new Map<string, readonly ResultSummary[]>();
  /** What a person deleted and may want back. */
  readonly #deleted = new Map<ResultId, Deleted>();
  readonly #saving = new Set<Promise<void>>();

  constructor(
    readonly id: SheetId,
    loaded: Omit<LoadedSheet, "summary">,
    private readonly store: SheetStore,
    private readonly shared: SharedKnowledge,
    private readonly failed: (error: unknown) => void,
  ) {
    this.sheet = loaded.state;
    for (const record of loaded.results) this.#records.set(record.node, record);
    for (const [node, summaries] of Object.entries(loaded.summaries)) this.#summaries.set(node, summaries);
  }

  shown(node: string): ResultRecord | undefined {
    return this.#records.get(node);
  }

  withKey(node: string, key: string, since?: number): ResultId | undefined {
    return this.#summaries.get(node)?.find((summary) => summary.key === key && isMadeSince(summary, since))
      ?.id;
  }

  acceptedCommit(node: string): string | undefined {
    return this.shared.acceptedCommit(node);
  }

  fileInput(input: InputId): Value | undefined {
    return this.shared.fileInput(input);
  }

  get untrustedInputs(): boolean {
    return this.shared.untrustedInputs;
  }

  get statesOf(): StatesOf {
    return this.shared.statesOf;
  }

  /** Every node that has results here, also those that the file no longer has. */
  get nodes(): readonly string[] {
    return [...this.#summaries].flatMap(([node, results]) => (results.length > 0 ? [node] : []));
  }

  /** Newest first. */
  results(node: string): readonly ResultSummary[] {
    return this.#summaries.get(node) ?? noResults;
  }

  change(...changes: readonly SheetChange[]): void {
    for (const change of changes) this.sheet = changed(this.sheet, change);
    void this.save(() => this.store.change(this.id, changes));
  }

  /** A new result; it is shown unless another one is pinned. Resolves when it is kept. */
  add(record: ResultRecord): Promise<void> {
    const summary: ResultSummary = {
      id: record.id,
      key: record.key,
      startedAt: record.startedAt,
      duration: record.duration,
      starred: false,
      edited: record.editedFrom !== undefined,
    };
    this.#summaries.set(record.node, [summary, ...this.results(record.node)]);
    const saved = this.save(() => this.store.addResult(this.id, record));
    if (this.sheet.pinned[record.node] === undefined || !this.#records.has(record.node))
      this.#showNewest(record);
    return saved;
  }

  /**
   * The newest result is shown where none is selected, so only a selection must be undone: in a long run nothing is
   * copied or sent for it.
   */
  #showNewest(record: ResultRecord): void {
    this.#records.set(record.node, record);
    if (this.sheet.selected[record.node] === undefined) return;
    this.change({ field: "selected", key: record.node, value: undefined });
  }

  /** Selects a result for its node. A pin moves along. */
  show(record: ResultRecord): void {
    const { node, id } = record;
    this.#records.set(node, record);
    const changes: SheetChange[] = [];
    if (this.sheet.selected[node] !== id) changes.push({ field: "selected", key: node, value: id });
    if (this.sheet.pinned[node] !== undefined && this.sheet.pinned[node] !== id) {
      changes.push({ field: "pinned", key: node, value: id });
    }
    if (changes.length > 0) this.change(...changes);
  }

  async load(node: string, result: ResultId): Promise<ResultRecord | undefined> {
    const shown = this.#records.get(node);
    if (shown?.id === result) return shown;
    await this.saved();
    return this.store.loadResult(this.id, result);
  }

  async find(node: string, key: string): Promise<ResultRecord | undefined> {
    const id = this.withKey(node, key);
    return id === undefined ? undefined : this.load(node, id);
  }

  /** Finished items of a scattered node, kept as they come and found again by key. */
  itemMemory(node: string): ItemMemory {
    return {
      find: async (keys) => {
        await this.saved();
        return this.store.findItems(this.id, node, keys);
      },
      keep: (items) => void this.save(() => this.store.addItems(this.id, node, items)),
    };
  }

  describe(node: string, result: ResultId, change: { name?: string; starred?: boolean }): void {
    this.#summaries.set(
      node,
      this.results(node).map((summary) => (summary.id === result ? { ...summary, ...change } : summary)),
    );
    void this.save(() => this.store.describeResult(this.id, result, change));
  }

  /** The next one left is shown where the shown one goes. */
  async delete(node: string, results: readonly ResultId[]): Promise<void> {
    const shown = this.#records.get(node);
    for (const summary of this.results(node).filter(({ id }) => results.includes(id))) {
      const record = await this.load(node, summary.id);
      if (record) this.#deleted.set(record.id, { record, summary, shown: shown?.id === record.id });
    }
    const left = this.results(node).filter(({ id }) => !results.includes(id));
    this.#summaries.set(node, left);
    if (shown && results.includes(shown.id)) {
      this.#records.delete(node);
      if (this.sheet.pinned[node] !== undefined)
        this.change({ field: "pinned", key: node, value: undefined });
      const next = left[0] && (await this.load(node, left[0].id));
      if (next) this.show(next);
      else this.change({ field: "selected", key: node, value: undefined });
    }
    await this.save(() => this.store.deleteResults(this.id, results));
  }

  /** These went by themselves, to keep the limits: never one that is shown. */
  forget(results: readonly ResultId[]): void {
    const gone = new Set(results);
    for (const [node, summaries] of this.#summaries) {
      const left = summaries.filter(({ id }) => !gone.has(id));
      if (left.length < summaries.length) this.#summaries.set(node, left);
    }
  }

  /** Brings deleted results back to where they were. */
  async restore(node: string, results: readonly ResultId[]): Promise<void> {
    for (const id of results) {
      const deleted = this.#deleted.get(id);
      if (!deleted) throw new Error(`This result of '${node}' is gone for good.`);
      const { record, summary, shown } = deleted;
      this.#deleted.delete(id);
      const all = [summary, ...this.results(node)];
      this.#summaries.set(
        node,
        all.sort((a, b) => b.startedAt - a.startedAt),
      );
      const saved = this.save(() => this.store.addResult(this.id, record));
      const { name, starred } = summary;
      if (name !== undefined || starred)
        this.describe(node, id, { ...(name !== undefined && { name }), starred });
      if (shown) this.show(record);
      await saved;
    }
  }

  /** Everything again from the store, after it was changed there as a whole. */
  async reload(): Promise<void> {
    await this.saved();
    const loaded = await this.store.loadSheet(this.id);
    this.sheet = loaded.state;
    this.#records.clear();
    this.#summaries.clear();
    for (const record of loaded.results) this.#records.set(record.node, record);
    for (const [node, summaries] of Object.entries(loaded.summaries)) this.#summaries.set(node, summaries);
  }

  /** In order, each after those before it are kept; what cannot be kept stays in memory. */
  save(action: () => Promise<unknown>): Promise<void> {
    const saving = action()
      .then(
        () => undefined,
        (error: unknown) => this.failed(error),
      )
      .then(() => void this.#saving.delete(saving));
    this.#saving.add(saving);
    return saving;
  }

  /** Resolves when everything so far is kept. */
  async saved(): Promise<void> {
    await Promise.all(this.#saving);
  }
}

interface Deleted {
  readonly record: ResultRecord;
  readonly summary: ResultSummary;
  /** Its card showed it. */
  readonly shown: boolean;
}

function changed(sheet: SheetState, change: SheetChange): SheetState {
  if (change.field === "view") return { ...sheet, view: change.value };
  const entries: Readonly<Record<string, unknown>> = sheet[change.field];
  return { ...sheet, [change.field]: withEntry(entries, change.key, change.value) };
}
