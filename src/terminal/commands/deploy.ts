import { setMaxListeners } from "node:events";
import { resolve } from "node:path";
import { DeployError } from "../../deploy/deploy-error.ts";
import { deploySpace, spacePage } from "../../deploy/deploy.ts";
import { writeFolder } from "../../deploy/folder/write-folder.ts";
import { deployAccount } from "../../deploy/hub/sign-in.ts";
import { spaceTarget } from "../../deploy/hub/space-target.ts";
import { checkSpaceName } from "../../deploy/space-name.ts";
import { StepError } from "../../runtime/failures/failure.ts";
import { HubClient } from "../../runtime/hub/client.ts";
import { registeredCredentials } from "../../runtime/hub/registered-credentials.ts";
import { mustExist, UsageError } from "../arguments.ts";
import { DeployProgress, printEnd } from "../deploy/output.ts";
import { pageSpace, type PageOptions } from "../deploy/page.ts";
import { servedSpace, type MadeSpace, type SpaceOptions } from "../deploy/space.ts";
import { printFailure } from "../open.ts";
import { exitCode, printJson, printLine, printNote, type ExitCode } from "../output.ts";
import { credentials } from "../surroundings.ts";

export interface DeployOptions extends SpaceOptions, PageOptions {
  readonly static?: true;
  readonly org?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `daggr deploy`: exit code 1 where the Hub refuses or the Space does not run, 130 where Ctrl-C stopped it. */
export async function deployCommand(path: string, options: DeployOptions): Promise<ExitCode> {
  const file = resolve(path);
  await mustExist([file]);
  if (options.name !== undefined) checkSpaceName(options.name);
  if (!options.static && (options.sheet !== undefined || options.data !== undefined))
    throw new UsageError(
      "--sheet and --data name what is shown with --static; a Space that runs begins without sheets.",
    );
  try {
    const made = await (options.static ? pageSpace(file, options) : servedSpace(file, options));
    return await (options.dryRun ? writeSpace(made, options) : publish(made, options));
  } catch (error) {
    const isKnown = error instanceof DeployError || error instanceof StepError;
    if (!isKnown) throw error;
    const failures = error instanceof DeployError ? error.failures : [error.failure];
    for (const failure of failures) printFailure(failure);
    if (options.json) printJson({ errors: failures });
    return exitCode.wrong;
  }
}

async function writeSpace(made: MadeSpace, { storage, json }: DeployOptions): Promise<ExitCode> {
  const files = made.files({ storage: storage ?? false });
  await writeFolder(files, made.out);
  if (json) printJson({ folder: made.out, files: files.map(({ place }) => place) });
  else printLine(`Written to ${made.out}; nothing was uploaded.`);
  return exitCode.fine;
}

async function publish(made: MadeSpace, options: DeployOptions): Promise<ExitCode> {
  const stop = new AbortController();
  const { signal } = stop;
  // Each of many short questions listens to it.
  setMaxListeners(0, signal);
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let space: string | undefined;
  try {
    const client = new HubClient({
      credentials: registeredCredentials(credentials, process.env),
      env: process.env,
      trusted: () => true,
    });
    const account = await deployAccount(client, signal);
    const id = `${options.org ?? account.name}/${made.name}`;
    const target = await spaceTarget(client, account, id, signal);
    space = spacePage(client, id);
    const storage = made.sdk === "docker" && (options.storage ?? target.existing?.storage ?? false);
    const { sdk, secrets, variables } = made;
    const settings = {
      ...{ sdk, secrets, variables, storage, private: options.private ?? false },
      ...(options.hardware !== undefined && { hardware: options.hardware }),
    };
    const progress = new DeployProgress();
    const deployment = { target, settings, files: made.files({ storage }) };
    const deployed = await deploySpace(client, deployment, { signal, tell: progress.tell });
    if (options.json) printJson(deployed);
    else printEnd(deployed, progress);
    return deployed.end.kind === "running" ? exitCode.fine : exitCode.wrong;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (space !== undefined) printNote(`Stopped. What was uploaded already is built all the same: ${space}`);
    return exitCode.interrupted;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
