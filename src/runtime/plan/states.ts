import type { AppSession } from "../sheets/store.ts";
import { hashText } from "./hash.ts";
import type { Produced } from "./produced.ts";
import type { PlanNode } from "./resolved-graph.ts";

/** The name of the app's states among the parts of a key, beside the names of inputs: no parameter of a function is called so. */
export const stateOfTheApp = "state of the app";

/** What a plan node takes of its app's states, as a part of its key; undefined where it takes nothing. */
export function statePart(
  { states }: PlanNode,
  produced: (planNode: number) => Produced | undefined,
): string | undefined {
  if (!states || states.from.length === 0) return undefined;
  return hashText(
    states.from.map(({ planNode, ids }) => textOf(produced(planNode)?.session, ids)).join("\n"),
  );
}

/** States as they were when they were left, as a text: each write has another one. */
export function textOf(session: Produced["session"], ids: readonly number[]): string {
  if (!session) return "";
  if (isEach(session)) return session.map((one) => textOf(one, ids)).join(";");
  return `${session.hash} ${ids.map((id) => `${id}=${session.states[id] ?? 0}`).join(" ")}`;
}

export function isEach(
  session: NonNullable<Produced["session"]>,
): session is readonly (AppSession | undefined)[] {
  return Array.isArray(session);
}
