import { dirname, resolve } from "node:path";
import { DeployError } from "../../deploy/deploy-error.ts";
import type { SpaceFile } from "../../deploy/folder/space-file.ts";
import type { SpaceSettings } from "../../deploy/hub/prepare-space.ts";
import { planSpace } from "../../deploy/plan.ts";
import { spaceNameOf } from "../../deploy/space-name.ts";
import { printPlan } from "./output.ts";
import { parseSecrets, parseVariables } from "./values.ts";
import { openNamed } from "../open.ts";
import { cacheFolder, distFolder } from "../surroundings.ts";

export interface SpaceOptions {
  readonly graph?: string;
  readonly name?: string;
  readonly title?: string;
  readonly secret: readonly string[];
  readonly variable: readonly string[];
  readonly root?: string;
  readonly include: readonly string[];
  readonly out?: string;
}

/** A Space that was made from the command's options, and is not yet written anywhere. */
export interface MadeSpace extends Pick<SpaceSettings, "sdk" | "secrets" | "variables"> {
  readonly name: string;
  /** Where a dry run writes it. */
  readonly out: string;
  files(options: { readonly storage: boolean }): readonly SpaceFile[];
}

/**
 * A Space that serves the workflow. Its file is loaded, so what keeps it from running is told before anything is uploaded.
 * @throws {DeployError} where it cannot run on a Space
 */
export async function servedSpace(file: string, options: SpaceOptions): Promise<MadeSpace> {
  const variables = parseVariables(options.variable);
  const outcome = await openNamed(file, { graph: options.graph, allowLocal: [] });
  if (outcome.type === "failed") throw new DeployError(outcome.failure);
  const { graph, graphs } = outcome.workflow;
  await outcome.workflow.close();

  const name = options.name ?? spaceNameOf(graph.name);
  const out = resolve(options.out ?? `${name}-space`);
  const plan = planSpace({
    file,
    root: resolve(options.root ?? dirname(file)),
    dist: distFolder,
    cache: cacheFolder(),
    graphs,
    ...(options.graph !== undefined && { graph: options.graph }),
    title: options.title ?? graph.name,
    include: options.include.map((path) => resolve(path)),
    without: out,
  });
  const secrets = parseSecrets(options.secret, plan.environment, process.env);
  printPlan(plan, { ...secrets, ...variables });
  return { name, out, sdk: "docker", secrets, variables, files: (given) => plan.files(given) };
}
