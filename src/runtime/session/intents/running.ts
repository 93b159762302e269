import type { Scope } from "../../plan/planner.ts";
import type { Value } from "../../values/value.ts";
import { planNodeNamed, type IntentHandlers, type Place } from "./handler.ts";

type RunMode = "step" | "to-here" | "forced";

export const running: IntentHandlers<"run" | "run-again" | "run-all" | "stop" | "preview" | "answer"> = {
  run: async (place, { node, mode, items }) => {
    await place.session.runs.run(place.sheet, scopeOf(place, node, mode, items));
  },
  "run-again": async (place, { node }) => {
    const { name, depth } = planNodeNamed(place, node);
    const before = place.sheet.view.live(name).failure?.again ?? [];
    // Of a scattered node the items that are done stay so.
    const again = depth > 0 ? before : [...before, name];
    await place.session.runs.run(place.sheet, { type: "to", nodes: [name], again });
  },
  "run-all": async (place, { forced, nodes }) => {
    const scope: Scope =
      nodes === undefined
        ? { type: "all", forced }
        : { type: "to", nodes: nodes.map((node) => planNodeNamed(place, node).name), forced };
    await place.session.runs.run(place.sheet, scope);
  },
  stop: ({ sheet }, { node }) => sheet.runs.stop(node),
  preview: (place, { node, mode }) => {
    const scope: Scope =
      node === undefined ? { type: "all", forced: mode === "forced" } : scopeOf(place, node, mode);
    return place.sheet.view.preview(scope) as unknown as Value;
  },
  answer: (place, { node, value }) => place.sheet.questions.answer(planNodeNamed(place, node).name, value),
};

function scopeOf(place: Place, node: string, mode: RunMode, items?: readonly number[]): Scope {
  const { name } = planNodeNamed(place, node);
  if (mode === "step") return { type: "step", node: name, items };
  return { type: "to", nodes: [name], forced: mode === "forced" };
}
