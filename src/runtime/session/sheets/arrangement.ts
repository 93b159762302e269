import type { GraphDescription } from "../../graph/description.ts";
import type { Layouter } from "../../layout/layouter.ts";
import type { Layout } from "../../protocol/canvas.ts";
import type { GraphKey, SheetStore } from "../../sheets/store.ts";
import { rememberedLayout, rememberLayout } from "./notes.ts";
import type { OpenSheet } from "./open-sheet.ts";

/** What to arrange. */
export interface Arranged {
  readonly graph: GraphDescription;
  readonly key: GraphKey;
  readonly store: SheetStore;
  readonly sheets: Iterable<OpenSheet>;
  /** From scratch; else cards keep their places where they can. */
  readonly tidy: boolean;
  /** Whether another version of the graph came in the meantime. */
  readonly isOver: () => boolean;
}

/** Where the cards of a graph stand unless somebody moved them. */
export class Arrangement {
  #layout: Layout = { cards: {} };

  constructor(private readonly layouter: Layouter | undefined) {}

  get layout(): Layout {
    return this.#layout;
  }

  async remembered(store: SheetStore, key: GraphKey): Promise<void> {
    this.#layout = (await rememberedLayout(store, key)) ?? this.#layout;
  }

  async arrange({ graph, key, store, sheets, tidy, isOver }: Arranged): Promise<void> {
    if (!this.layouter) return;
    for (const sheet of sheets) {
      const known = !tidy && Object.keys(this.#layout.cards).length > 0 ? this.#layout : undefined;
      const layout = await this.layouter.layout(graph, sheet.data.sheet.picks, known);
      if (isOver()) return;
      this.#layout = layout;
      sheet.view.board.change({ layout });
    }
    await rememberLayout(store, key, this.#layout);
  }
}
