import { dirname } from "node:path";
import type { StepFailure } from "../runtime/failures/failure.ts";
import type { GraphDescription } from "../runtime/graph/description.ts";
import { nodesOf } from "../runtime/graph/variants.ts";
import { dataFiles, includedFiles } from "./collect/data-files.ts";
import { environmentFiles, type EnvironmentFile } from "./collect/environment-files.ts";
import { machineNotes } from "./collect/machine-notes.ts";
import { collectWorkflow, type CollectOptions } from "./collect/workflow-files.ts";
import { dockerSpace } from "./folder/docker-space.ts";
import type { SpaceFile } from "./folder/space-file.ts";

export interface PlanOptions extends CollectOptions {
  /** The graphs of the file, as they were loaded. */
  readonly graphs: readonly GraphDescription[];
  /** The one that is served first, where it was asked for. */
  readonly graph?: string;
  readonly title: string;
  /** Further files and folders, absolute. */
  readonly include: readonly string[];
  /** A folder that is not included whatever contains it: what is written there. */
  readonly without?: string;
}

/** What a Space of a workflow is made of. */
export interface SpacePlan {
  /** With `storage`, the Space keeps sheets in its volume. */
  files(options: { readonly storage: boolean }): readonly SpaceFile[];
  /** What is not uploaded, and what may not work on a Space. */
  readonly notes: readonly StepFailure[];
  /** The models that are called: a Space has no token for them by itself. */
  readonly models: readonly string[];
  /** `.env` files beside the workflow. They are not uploaded. */
  readonly environment: readonly EnvironmentFile[];
}

/** @throws {DeployError} where the workflow cannot run anywhere else */
export function planSpace(options: PlanOptions): SpacePlan {
  const { file, root, dist, graphs, title, graph } = options;
  const workflow = collectWorkflow(options);
  const nodes = graphs.flatMap(nodesOf);
  const named = dataFiles(file, graphs, workflow.root);
  const included = includedFiles(options.include, workflow.root, options.without);
  return {
    files: ({ storage }) =>
      dockerSpace({ workflow, data: [...named.places, ...included], dist, title, graph, storage }),
    notes: [...workflow.notes, ...named.notes, ...machineNotes(file, graphs, workflow.root)],
    models: [...new Set(nodes.flatMap((node) => (node.kind === "inference" ? [node.model] : [])))],
    environment: environmentFiles([dirname(file), root]),
  };
}
