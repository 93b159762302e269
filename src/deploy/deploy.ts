import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "../runtime/hub/client.ts";
import { parseSpace } from "../runtime/hub/space-info.ts";
import type { SpaceFile } from "./folder/space-file.ts";
import { prepareSpace, type SpaceSettings } from "./hub/prepare-space.ts";
import type { SpaceTarget } from "./hub/space-target.ts";
import { uploadSpace, type UploadProgress } from "./hub/upload.ts";
import { watchSpace, type SpaceEnd, type SpaceEvent } from "./hub/watch-space.ts";

export interface Deployment {
  readonly target: SpaceTarget;
  readonly settings: SpaceSettings;
  readonly files: readonly SpaceFile[];
}

export type DeployEvent =
  | { readonly type: "preparing"; readonly id: string; readonly isNew: boolean }
  | { readonly type: "uploading"; readonly progress: UploadProgress }
  | SpaceEvent;

export interface DeployHooks {
  readonly signal: AbortSignal;
  readonly tell: (event: DeployEvent) => void;
  /** Waits between two questions of the same kind, the longer the more were asked. */
  readonly wait?: (attempt: number) => Promise<void>;
}

export interface Deployed {
  /** `owner/name` */
  readonly space: string;
  readonly page: string;
  /** Where it answers, if it does. */
  readonly address?: string;
  readonly created: boolean;
  readonly end: SpaceEnd;
}

/** Questions about a Space that is being built: about half an hour, as long as the Hub itself waits. */
const attempts = 130;

/**
 * Creates or updates a Space, and follows it until it runs or does not.
 * @throws {DeployError} where the Hub refuses; `StepError` where it cannot be reached
 */
export async function deploySpace(
  client: HubClient,
  { target, settings, files }: Deployment,
  { signal, tell, wait = (attempt) => pause(attempt, signal) }: DeployHooks,
): Promise<Deployed> {
  const { id: space } = target;
  const isNew = target.existing === undefined;
  tell({ type: "preparing", id: space, isNew });
  await prepareSpace(client, target, settings, { signal, wait, readme: textOf(files, "README.md") });
  const commit = await uploadSpace(client, target, files, {
    signal,
    tell: (progress) => tell({ type: "uploading", progress }),
  });
  const end = await watchSpace(client, space, {
    signal,
    commit,
    attempts,
    wait,
    tell,
  });
  const address = end.kind === "running" ? await addressOf(client, space, signal) : undefined;
  return { space, page: spacePage(client, space), created: isNew, end, ...(address && { address }) };
}

function textOf(files: readonly SpaceFile[], wanted: string): string {
  const found = files.find(({ place }) => place === wanted)?.content;
  return found && "text" in found ? found.text : "";
}

export function spacePage(client: HubClient, space: string): string {
  return `${client.endpoint}/spaces/${space}`;
}

async function addressOf(client: HubClient, space: string, signal: AbortSignal): Promise<string | undefined> {
  const { status, body } = await client.ask(`/api/spaces/${space}`, { signal });
  return status === 200 && body ? parseSpace(body).host : undefined;
}

/** From one second on, at most fifteen. */
async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(15_000, 1000 * 1.5 ** (attempt - 1)), undefined, { signal });
}
