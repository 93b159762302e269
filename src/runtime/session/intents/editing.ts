import { fits, namesFile } from "../../components/component-queries.ts";
import { canvasInputs } from "../../graph/canvas-inputs.ts";
import type { OutputView } from "../../graph/description.ts";
import type { ComponentDescription } from "../../components/description.ts";
import { fitsView } from "../../graph/outputs.ts";
import type { Value, Values } from "../../values/value.ts";
import type { SheetChange } from "../../sheets/store.ts";
import { editItems } from "../sheets/edit-items.ts";
import { planNodeNamed, type IntentHandlers, type Place } from "./handler.ts";

export const editing: IntentHandlers<
  "set-input" | "pick" | "move" | "resize" | "compact" | "tidy" | "set-view" | "edit-items" | "undo" | "redo"
> = {
  "set-input": (place, { input, value }) => {
    const component = inputNamed(place, input);
    const problem = value === undefined ? undefined : fits(component, value);
    if (problem) throw new Error(`The input '${input}' ${problem}.`);
    if (value !== undefined && namesFile(component, value))
      throw new Error(
        `The input '${input}' takes a file that was dropped, pasted or chosen, not the name of one.`,
      );
    place.sheet.view.edit({ field: "inputs", key: input, value });
  },
  pick: (place, { choice, variant }) => {
    const { sheet, session } = place;
    const node = session.graph?.nodes.find(({ name }) => name === choice);
    if (node?.kind !== "choice" || !node.variants.some(({ name }) => name === variant)) {
      throw new Error(`'${choice}' is no choice with a variant '${variant}'.`);
    }
    sheet.view.edit({ field: "picks", key: choice, value: variant });
    void session.arrange({ sheet });
  },
  move: (place, { positions }) => {
    const changes = Object.entries(positions).map(([key, value]): SheetChange => ({
      field: "positions",
      key,
      value,
    }));
    place.sheet.view.edit(...changes);
  },
  resize: (place, { card, size }) => place.sheet.view.edit({ field: "sizes", key: card, value: size }),
  compact: (place, { card, on }) =>
    place.sheet.view.edit({ field: "compact", key: card, value: on || undefined }),
  tidy: async ({ session, sheet }) => {
    const moved = Object.keys(sheet.data.sheet.positions);
    sheet.view.edit(...moved.map((key): SheetChange => ({ field: "positions", key, value: undefined })));
    await session.arrange({ tidy: true, sheet });
  },
  "set-view": ({ sheet }, { view }) => {
    sheet.data.change({ field: "view", value: view });
    // The canvas it came from is there already, and another one keeps its own view.
    sheet.view.board.silently({ view });
  },
  "edit-items": async (place, { node, port, items }) => {
    const planNode = planNodeNamed(place, node);
    const view = planNode.node.outputs.find(({ name }) => name === port)?.view;
    if (view !== undefined) {
      const problem = planNode.depth === 0 ? fitsView(view, items) : undefined;
      if (problem) throw new Error(`The items of '${node}.${port}': ${problem}.`);
      if (itemsNameFile(view, items))
        throw new Error(
          `The items of '${node}.${port}' take files that were dropped, pasted or chosen, not names.`,
        );
    }
    await editItems(place.sheet, planNode, port, items);
  },
  undo: ({ sheet }) => sheet.view.change(...sheet.view.history.undo()),
  redo: ({ sheet }) => sheet.view.change(...sheet.view.history.redo()),
};

function inputNamed({ session }: Place, input: string): ComponentDescription {
  const found = session.graph && canvasInputs(session.graph).find(({ id }) => id === input);
  if (found) return found.component;
  throw new Error(`There is no input '${input}' on this canvas.`);
}

function itemsNameFile(view: OutputView, items: readonly Value[]): boolean {
  if (view.kind !== "items") return false;
  return Object.entries(view.fields).some(([field, component]) =>
    items.some((item) => namesFile(component, (item as Values | null)?.[field] ?? null)),
  );
}
