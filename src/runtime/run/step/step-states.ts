import { StepError } from "../../failures/failure.ts";
import { quoteList } from "../../text/similarity.ts";
import type { SheetFacts } from "../../plan/evaluate.ts";
import { producedBy, type Produced } from "../../plan/produced.ts";
import type { PlanNode, PlanStates, ResolvedGraph } from "../../plan/resolved-graph.ts";
import { isEach, textOf } from "../../plan/states.ts";
import type { AppSession } from "../../sheets/store.ts";

/** What a call has to find in the states of its app. A call without a need begins a session of its own. */
export type StateNeed =
  /** It takes up states that earlier steps left. */
  | {
      readonly kind: "left";
      readonly session: Pick<AppSession, "hash" | "app" | "until">;
      /** By state: after which write it is the one that was left. */
      readonly states: AppSession["states"];
      /** The last write of each state that is known. */
      readonly written: AppSession["states"];
      /** The steps that left them. */
      readonly from: readonly string[];
    }
  /** It begins with nothing, but others need what it leaves beside what these steps left. */
  | { readonly kind: "beside"; readonly session: AppSession }
  /** Other nodes call its app, and it is not known yet whether it has states that they share. */
  | { readonly kind: "unknown" };

/** What the calls of one plan node need of its app's states. */
export interface StepStates {
  /** Each item takes up what the item of the same number left. */
  readonly perItem: boolean;
  /** @throws {StepError} where it is certain that the states are gone */
  need(item?: number): StateNeed | undefined;
  /** What an item takes up, as a text for its key. */
  textOf(item: number): string;
  /** @throws {StepError} where there are not as many items as left something */
  checkItems(count: number): void;
}

type Left = PlanStates["from"][number] & { readonly session: Produced["session"] };

export function stepStates(
  planNode: PlanNode,
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  produced: (planNode: number) => Produced | undefined,
): StepStates | undefined {
  const { states } = planNode;
  if (!states) return sharesApp(planNode, resolvedGraph) ? unknown : undefined;
  const left = states.from.map((one): Left => ({ ...one, session: produced(one.planNode)?.session }));
  const perItem = planNode.depth > 0 && left.some(({ depth }) => depth > 0);
  const ofItem = (item: number | undefined) =>
    left.map((one) => ({ ...one, session: sessionOf(one.session, item) }));
  const shown = () =>
    resolvedGraph.planNodes.flatMap(({ name, states: used }) => (used ? (known.shown(name) ?? []) : []));
  return {
    perItem,
    need: (item) => {
      checkUse(planNode, states);
      if (left.length === 0) return partner(states, known);
      return needOf(planNode, ofItem(item), () =>
        shown().flatMap((record) => producedBy(record).session ?? []),
      );
    },
    textOf: (item) =>
      ofItem(item)
        .map(({ session, ids }) => textOf(session, ids))
        .join("\n"),
    checkItems: (count) => {
      for (const { name, session } of left) {
        if (!session || !isEach(session) || session.length === count) continue;
        throw new StepError({
          message: `'${planNode.name}' takes up, item by item, what '${name}' left in its app, but has ${count} items where '${name}' has ${session.length}.`,
          help: `Let '${planNode.name}' go through a list that '${name}' gives.`,
        });
      }
    },
  };
}

const unknown: StepStates = {
  perItem: false,
  need: () => ({ kind: "unknown" }),
  textOf: () => "",
  checkItems: () => {},
};

/** Whether another node calls the same app. */
function sharesApp({ index, node }: PlanNode, { planNodes }: ResolvedGraph): boolean {
  return (
    node.kind === "gradio" &&
    planNodes.some(
      (one) => one.index !== index && one.node.kind === "gradio" && one.node.space === node.space,
    )
  );
}

function sessionOf(session: Produced["session"], item: number | undefined): AppSession | undefined {
  if (!session || !isEach(session)) return session;
  return item === undefined ? undefined : session[item];
}

/** @throws {StepError} where no session can have the states that the plan node takes */
function checkUse({ name, depth }: PlanNode, { from, changes, unclear }: PlanStates): void {
  if (unclear) {
    throw new StepError({
      message: `${quoteList(unclear)} each leave something in their app that '${name}' takes up, and nothing says which of them is meant.`,
      help: `Wire an output of the one that is meant into '${name}'.`,
    });
  }
  for (const { name: other, depth: items } of from) {
    if (items > 0 && items !== depth) {
      throw new StepError({
        message: `'${name}' needs what '${other}' left in its app, but '${other}' runs once for each item, and each item has a session of its own.`,
        help: `Let '${name}' run once for each item of '${other}' too: wire one of its ports without '.all()'.`,
      });
    }
    if (items === 0 && depth > 0 && changes) {
      throw new StepError({
        message: `'${name}' changes what '${other}' left in its app, once for each item, so each item would find what the one before it made.`,
        help: `Let '${other}' run once for each item too, by giving it the same list with '.each'.`,
      });
    }
  }
}

function partner({ partners }: PlanStates, known: SheetFacts): StateNeed | undefined {
  for (const name of partners) {
    const record = known.shown(name);
    if (record?.session) return { kind: "beside", session: record.session };
  }
  return undefined;
}

function needOf(
  { name }: PlanNode,
  left: readonly Left[],
  all: () => readonly (AppSession | undefined | readonly (AppSession | undefined)[])[],
): StateNeed {
  const states: Record<number, number> = {};
  const sessions: AppSession[] = [];
  for (const { name: from, ids, session } of left) {
    if (!session || isEach(session) || ids.some((id) => session.states[id] === undefined))
      throw nothingLeft(name, from);
    for (const id of ids) states[id] = session.states[id]!;
    sessions.push(session);
  }
  const from = left.map(({ name: one }) => one);
  const { hash, app } = sessions[0]!;
  if (sessions.some((one) => one.hash !== hash)) throw apart(name, from);
  const written: Record<number, number> = {};
  for (const one of all().flat()) {
    if (one?.hash !== hash) continue;
    for (const [id, count] of Object.entries(one.states))
      written[Number(id)] = Math.max(written[Number(id)] ?? 0, count);
  }
  const until = sessions.flatMap((one) => one.until ?? []);
  const session = { hash, app, ...(until.length > 0 ? { until: Math.min(...until) } : {}) };
  return { kind: "left", session, states, written, from };
}

function nothingLeft(name: string, from: string): StepError {
  return new StepError({
    message: `'${name}' needs what '${from}' left in its app, but the result of '${from}' that is shown left nothing that could be found again: it was imported, or it is of an earlier version.`,
    help: `Run '${from}' again, then '${name}'.`,
    again: [from],
  });
}

function apart(name: string, from: readonly string[]): StepError {
  return new StepError({
    message: `'${name}' needs what ${quoteList(from)} left in their app, but they left it in different sessions.`,
    help: `Run ${quoteList(from)} again, then '${name}'.`,
    again: from,
  });
}
