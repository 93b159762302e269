import { withCalled } from "../../graph/calls.ts";
import { callsService } from "../../graph/node-kinds.ts";
import type { GraphDescription } from "../../graph/description.ts";
import type { Plan } from "../../plan/planner.ts";
import type { AppStates } from "../code/app-states.ts";
import type { Commits } from "../code/commits.ts";
import type { FileInputs } from "../code/file-inputs.ts";

/** What lies outside of a sheet and may change without a word. */
export interface Surroundings {
  readonly appStates: AppStates;
  readonly commits: Commits;
  readonly fileInputs: FileInputs;
}

/**
 * Looks again, before something runs, at files, apps and models: they may have changed since they were looked at, which may change
 * what runs.
 *
 * @param planned undefined where nothing of it calls a service
 * @throws {StepError} where a Space was updated and the settings make that an error
 */
export async function lookAgain(
  { appStates, commits, fileInputs }: Surroundings,
  graph: GraphDescription,
  planned: Plan | undefined,
): Promise<void> {
  const services = planned ? servicesToRun(planned) : [];
  await Promise.all([fileInputs.take(graph, services), appStates.take(graph, services)]);
  await commits.beforeUse(services);
  commits.assertUnchanged(services);
}

/** The nodes that a run may call a Space or a model for. */
function servicesToRun({ steps, resolvedGraph: { graph, byName } }: Plan): readonly string[] {
  const acting = steps.flatMap(({ planNode, action }) =>
    action === "run" || action === "check" ? [planNode.name] : [],
  );
  return [...withCalled(graph, acting)].filter((name) => {
    const planNode = byName.get(name);
    return planNode?.name === name && callsService(planNode.node);
  });
}
