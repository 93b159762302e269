import type { Renames } from "../../graph/rename.ts";
import type { LoadedSheet, SheetId, SheetStore, SheetSummary, StoreEvent } from "../../sheets/store.ts";
import type { OpenSheet } from "./open-sheet.ts";

/** Sheets that stay open though nobody uses them, so that going back and forth between some costs nothing. */
const mostIdle = 16;

/** The sheets that are kept under one key, and those of them that are open. */
export class Sheets {
  /** The one that was asked for last stands last. */
  readonly #opening = new Map<SheetId, Promise<OpenSheet>>();
  readonly open = new Set<OpenSheet>();

  private constructor(
    readonly key: string,
    readonly store: SheetStore,
    public list: readonly SheetSummary[],
    private readonly make: (loaded: LoadedSheet) => OpenSheet,
  ) {}

  static async of(key: string, store: SheetStore, make: (loaded: LoadedSheet) => OpenSheet): Promise<Sheets> {
    return new Sheets(key, store, await store.openGraph(key), make);
  }

  /** A sheet, the last used one where none is named. Rejects where there is no such sheet. */
  async get(id?: SheetId): Promise<OpenSheet> {
    const wanted = id ?? this.list[0]?.id;
    if (wanted === undefined || !this.list.some((sheet) => sheet.id === wanted)) {
      throw new Error("There is no such sheet.");
    }
    let opening = this.#opening.get(wanted);
    if (!opening) {
      opening = this.#open(wanted);
      opening.then(
        () => this.#closeSuperfluous(),
        () => this.#opening.delete(wanted),
      );
    }
    this.#opening.delete(wanted);
    this.#opening.set(wanted, opening);
    return opening;
  }

  async refresh(): Promise<void> {
    this.list = await this.store.openGraph(this.key);
  }

  /** Files what is kept under names that are gone under those of now, in all sheets. */
  async rename({ node, inputs = [] }: Partial<Renames>): Promise<void> {
    if (!node && inputs.length === 0) return;
    await this.saved();
    if (node) await this.store.renameNode(this.key, node.from, node.to);
    for (const { from, to } of inputs) await this.store.renameInput(this.key, from, to);
    for (const sheet of this.open) await sheet.data.reload();
  }

  /** Resolves when everything of all open sheets is kept. */
  async saved(): Promise<void> {
    for (const sheet of this.open) await sheet.data.saved();
  }

  /** The store keeps these results no more. */
  dropped({ sheet: id, results }: Extract<StoreEvent, { type: "dropped" }>): void {
    for (const sheet of this.open) {
      if (sheet.data.id !== id) continue;
      sheet.data.forget(results);
      sheet.view.refreshSoon();
    }
  }

  dispose(): void {
    for (const sheet of this.open) sheet.dispose();
  }

  /** Sheets that nobody uses, without the ones that were used last. */
  get #superfluous(): readonly OpenSheet[] {
    const open = new Map([...this.open].map((sheet) => [sheet.data.id, sheet]));
    const inTurn = [...this.#opening.keys()].flatMap((id) => open.get(id) ?? []);
    return inTurn.filter((sheet) => !sheet.isUsed).slice(0, -mostIdle);
  }

  async #closeSuperfluous(): Promise<void> {
    for (const sheet of this.#superfluous) {
      await sheet.data.saved();
      // Somebody may use it again.
      if (!this.#superfluous.includes(sheet)) continue;
      this.#opening.delete(sheet.data.id);
      this.open.delete(sheet);
      sheet.dispose();
    }
  }

  async #open(id: SheetId): Promise<OpenSheet> {
    const sheet = this.make(await this.store.loadSheet(id));
    this.open.add(sheet);
    sheet.view.rebuild();
    return sheet;
  }
}
