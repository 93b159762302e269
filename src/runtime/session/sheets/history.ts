import type { SheetChange, SheetState } from "../../sheets/store.ts";

/** What a person did in one go, and how it is taken back. */
interface Step {
  readonly redo: readonly SheetChange[];
  readonly undo: readonly SheetChange[];
  readonly at: number;
}

/** Milliseconds within which typing in one field is one step. */
const oneEdit = 1000;
const longest = 500;

/** Undo and redo of edits of a sheet, for as long as the session lives. */
export class History {
  #done: Step[] = [];
  #undone: Step[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** @param sheet as it was before the changes */
  note(sheet: SheetState, changes: readonly SheetChange[], now = Date.now()): void {
    const undo = changes.map((change) => inverse(sheet, change)).reverse();
    this.#undone = [];
    const last = this.#done.at(-1);
    if (last && now - last.at < oneEdit && sameField(last.redo, changes)) {
      this.#done[this.#done.length - 1] = { redo: changes, undo: last.undo, at: now };
      return;
    }
    this.#done.push({ redo: changes, undo, at: now });
    if (this.#done.length > longest) this.#done.shift();
  }

  undo(): readonly SheetChange[] {
    const step = this.#done.pop();
    if (step) this.#undone.push({ ...step, at: 0 });
    return step?.undo ?? [];
  }

  redo(): readonly SheetChange[] {
    const step = this.#undone.pop();
    if (step) this.#done.push({ ...step, at: 0 });
    return step?.redo ?? [];
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}

function inverse(sheet: SheetState, change: SheetChange): SheetChange {
  if (change.field === "view") return { field: "view", value: sheet.view };
  const entries: Readonly<Record<string, unknown>> = sheet[change.field];
  // Field and value come from the same sheet, which TypeScript cannot see through the union.
  return { field: change.field, key: change.key, value: entries[change.key] } as SheetChange;
}

function sameField(before: readonly SheetChange[], now: readonly SheetChange[]): boolean {
  const [a, b] = [before[0], now[0]];
  if (before.length !== 1 || now.length !== 1 || a?.field !== "inputs" || b?.field !== "inputs") return false;
  return a.key === b.key;
}
