import type { Outline, Unit } from "../plan/outline.ts";
import { plan, type Scope } from "../plan/planner.ts";
import type { OpenSheet } from "./open-sheet.ts";

/** The nodes that a run may call a Space or a model for. */
export function servicesToRun(outline: Outline, { data }: OpenSheet, scope: Scope): readonly string[] {
  const calls = ({ node }: Unit) => node.kind === "gradio" || node.kind === "inference";
  if (!outline.units.some(calls)) return [];
  return plan(outline, data, scope).steps.flatMap(({ unit, action }) =>
    calls(unit) && (action === "run" || action === "check") ? [unit.name] : [],
  );
}
