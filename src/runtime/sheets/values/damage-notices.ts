import type { SheetState, StoreEvent } from "../store.ts";

/** Whose value it is, in the words of the person. */
export type ValueOwner =
  | { readonly kind: "result"; readonly node: string; readonly startedAt: number }
  | { readonly kind: "item"; readonly node: string }
  | { readonly kind: "entry"; readonly field: keyof SheetState; readonly key: string };

/** "missing": its file was removed. "damaged": the file has another content than was saved. */
export type Damage = "missing" | "damaged";

/** Tells the person which stored values are damaged or missing, each once. */
export class DamageNotices {
  readonly #emit: (event: StoreEvent) => void;
  readonly #told = new Set<string>();

  constructor(emit: (event: StoreEvent) => void) {
    this.#emit = emit;
  }

  tell(owner: ValueOwner, damage: Damage, path: string): void {
    const happened =
      damage === "missing" ? "its file was removed" : "its file has another content than was saved";
    this.#once(
      `The stored value of ${nameOf(owner)} is ${damage}: ${happened} (${path}). ${adviceOf(owner)}`,
    );
  }

  /** Files of a sheet that is exported. */
  leftOut(damaged: readonly string[]): void {
    if (damaged.length === 0) return;
    const shown = damaged.slice(0, 3).join("', '");
    const more = damaged.length > 3 ? ` and ${damaged.length - 3} more` : "";
    this.#once(
      `These files of the sheet are damaged or missing and were left out of the export: '${shown}'${more}. Run the steps that ` +
        "made them again, then export the sheet again.",
    );
  }

  #once(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#emit({ type: "notice", message });
  }
}

function nameOf(owner: ValueOwner): string {
  switch (owner.kind) {
    case "result":
      return `the result of '${owner.node}' from ${new Date(owner.startedAt).toLocaleString()}`;
    case "item":
      return `an item of '${owner.node}'`;
    case "entry":
      return owner.field === "kept" ? `the kept input '${owner.key}'` : `the input '${owner.key}'`;
  }
}

function adviceOf(owner: ValueOwner): string {
  const otherwise = "or put the file back from a backup and reload the window.";
  switch (owner.kind) {
    case "result":
      return `Run '${owner.node}' again, ${otherwise}`;
    case "item":
      return `It is made again with the next run of '${owner.node}'.`;
    case "entry":
      return owner.field === "kept"
        ? `Run its node again and keep the value again, ${otherwise}`
        : `Give it its value again, ${otherwise}`;
  }
}
