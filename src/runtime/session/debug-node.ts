import type { Scope } from "../plan/planner.ts";
import { failureOf } from "../failures/failure.ts";
import { StepError } from "../failures/failure.ts";
import type { GraphSession } from "./graph-session.ts";
import type { OpenSheet } from "./open-sheet.ts";

/**
 * Starts a workflow process that waits for a debugger, and runs a node in it once one is attached: alone where all that it
 * needs has results, else with what it needs. Resolves with the port at once.
 */
export async function debugNode(session: GraphSession, sheet: OpenSheet, node: string): Promise<number> {
  const { processes } = session.context.parts;
  return new Promise((resolve, reject) => {
    const tellProblem = (error: unknown) => {
      reject(error instanceof Error ? error : new Error(String(error)));
      session.notes.add("error", `'${node}' could not be debugged: ${failureOf(error).message}`);
    };
    const refused = () => Promise.reject(new Error("Nodes cannot be tested while another one is debugged."));
    processes
      .load(session.file, { inspect: resolve, requests: { test: refused } })
      .then(async (outcome) => {
        if (outcome.type === "failed") throw new StepError(outcome.failure);
        const { generation } = outcome;
        try {
          await sheet.run(scopeOf(sheet, node), session.graph!.name, generation).done;
        } finally {
          await generation.dispose();
        }
      })
      .catch(tellProblem);
  });
}

function scopeOf({ view, data }: OpenSheet, name: string): Scope {
  const unit = view.outline?.byName.get(name);
  if (!unit) throw new Error(`There is no node '${name}' in this graph.`);
  const ready = unit.upstream.every((index) => {
    const upstream = view.outline!.units[index]!;
    return upstream.node.kind === "input" || data.shown(upstream.name) !== undefined;
  });
  return ready ? { type: "step", node: unit.name } : { type: "to", nodes: [unit.name] };
}
