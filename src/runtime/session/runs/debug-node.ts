import type { Scope } from "../../plan/planner.ts";
import { StepError, failureOf } from "../../failures/failure.ts";
import type { GraphSession } from "../graph-session.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";
import { runs } from "../../graph/node-kinds.ts";

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
  const planNode = view.resolvedGraph?.byName.get(name);
  if (!planNode) throw new Error(`There is no node '${name}' in this graph.`);
  const ready = planNode.upstream.every((index) => {
    const upstream = view.resolvedGraph!.planNodes[index]!;
    return !runs(upstream.node) || data.shown(upstream.name) !== undefined;
  });
  return ready ? { type: "step", node: planNode.name } : { type: "to", nodes: [planNode.name] };
}
