import type { PlanNode } from "../../plan/resolved-graph.ts";
import type { Value } from "../../values/value.ts";
import type { EngineIntent, IntentOf } from "../../protocol/intents.ts";
import type { SheetId } from "../../sheets/store.ts";
import type { GraphSession } from "../graph-session.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";

/** Where an intent came from. */
export interface Place {
  readonly session: GraphSession;
  readonly sheet: OpenSheet;
  /** Makes the canvas show another sheet. */
  showSheet(sheet: SheetId): Promise<void>;
}

export type Answer = Value | undefined | void;

/** Does what an intent asks for. Throws where it names something that is not there; the message is shown. */
export type IntentHandlers<T extends EngineIntent["type"]> = {
  readonly [K in T]: (place: Place, intent: IntentOf<K>) => Answer | Promise<Answer>;
};

/** The plan node behind a node's name, the selected variant for a choice. */
export function planNodeNamed({ sheet }: Place, name: string): PlanNode {
  const planNode = sheet.view.resolvedGraph?.byName.get(name);
  if (planNode) return planNode;
  throw new Error(`There is no node '${name}' in this graph.`);
}
