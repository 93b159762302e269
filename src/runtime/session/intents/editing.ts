import { fits, namesFile } from "../../components/component-queries.ts";
import { canvasInputs } from "../../graph/canvas-inputs.ts";
import type { OutputView } from "../../graph/description.ts";
import type { ComponentDescription } from "../../components/description.ts";
import { fitsView } from "../../graph/outputs.ts";
import type { Value, Values } from "../../values/value.ts";
import { newResultId } from "../../run/result-record.ts";
import type { SheetChange } from "../../sheets/store.ts";
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
    const { sheet } = place;
    const planNode = planNodeNamed(place, node);
    const shown = sheet.data.shown(planNode.name);
    const output = planNode.node.outputs.find(({ name }) => name === port);
    if (!output || !shown) throw new Error(`'${node}' has no items to edit in '${port}' yet. Run it first.`);
    const problem = planNode.depth === 0 ? fitsView(output.view, items) : undefined;
    if (problem) throw new Error(`The items of '${node}.${port}': ${problem}.`);
    if (itemsNameFile(output.view, items))
      throw new Error(
        `The items of '${node}.${port}' take files that were dropped, pasted or chosen, not names.`,
      );
    // The node's key stays: what a person wrote counts until the node has to run again.
    const edited = {
      ...shown,
      id: newResultId(),
      outputs: { ...shown.outputs, [port]: items as Value },
      startedAt: Date.now(),
      duration: 0,
      editedFrom: shown.id,
    };
    const kept = sheet.data.add(edited);
    sheet.data.show(edited);
    sheet.view.refreshSoon();
    await kept;
    sheet.view.refreshSoon();
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
