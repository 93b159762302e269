import { runs } from "../../graph/node-kinds.ts";
import { callsOf, upstreamOf, variantsOf, type Members } from "./collect.ts";
import { definitionOf, nameOf, titleOf, type DefinedNode } from "../nodes/definition.ts";
import { WorkflowError } from "../site.ts";

/**
 * A node that functions call takes its inputs from them and gives its outputs to them: it has no wires. With wires nobody could tell
 * which of its results those downstream get.
 */
export function checkCalls(
  { nodes, choices }: Members,
  at: (node: DefinedNode) => WorkflowError["details"]["at"],
): void {
  const steps = nodes.flatMap((node) => [node, ...variantsOf(node)]);
  const callers = new Map<DefinedNode, DefinedNode>();
  for (const caller of steps) for (const called of callsOf(caller)) callers.set(called, caller);
  for (const [called, caller] of callers) {
    const choice = choices.get(called);
    if (choice) {
      throw new WorkflowError(
        `${titleOf(caller)} calls ${titleOf(called)}, which is a variant of the choice '${nameOf(choice)}'.`,
        { help: "Call the choice: the variant that is selected then runs.", at: at(caller) },
      );
    }
    if (!runs(definitionOf(called).own)) {
      throw new WorkflowError(`${titleOf(caller)} calls ${titleOf(called)}, which has nothing to run.`, {
        help: "Wire its ports to the function's inputs.",
        at: at(caller),
      });
    }
    const [before] = [called, ...variantsOf(called)].flatMap(upstreamOf);
    if (before) {
      throw new WorkflowError(
        `${titleOf(called)} is called by ${titleOf(caller)}, so its inputs cannot be wired, but one is wired to ${titleOf(before)}.`,
        {
          help: `Wire '${nameOf(before)}' to an input of '${nameOf(caller)}', and pass the value on in the call.`,
          at: at(called),
        },
      );
    }
  }
  for (const user of steps) {
    const called = upstreamOf(user).find((node) => callers.has(node));
    if (!called) continue;
    throw new WorkflowError(
      `${titleOf(user)} is wired to ${titleOf(called)}, which ${titleOf(callers.get(called)!)} calls: it may run many times or never.`,
      {
        help: `Return what is needed from '${nameOf(callers.get(called)!)}' and wire that, or make the node twice.`,
        at: at(user),
      },
    );
  }
}
