import * as v from "valibot";
import type { HubClient } from "../../runtime/hub/client.ts";
import { DeployError } from "../deploy-error.ts";
import { tag } from "../folder/readme.ts";
import type { DeployAccount } from "./account.ts";
import { refusal } from "./refusals.ts";
import { volumeOf, Volumes, type Volume } from "./volumes.ts";

const Found = v.object({
  tags: v.optional(v.array(v.string()), []),
  cardData: v.optional(v.object({ tags: v.optional(v.unknown()) })),
  private: v.optional(v.boolean(), false),
  runtime: v.optional(v.object({ volumes: v.nullish(Volumes) })),
});

/** Where a workflow is deployed to. */
export interface SpaceTarget {
  /** `owner/name` */
  readonly id: string;
  readonly account: DeployAccount;
  /** Undefined where it has to be created. */
  readonly existing?: {
    readonly private: boolean;
    readonly volumes: readonly Volume[];
    /** It has a volume for sheets. */
    readonly storage: boolean;
  };
}

/**
 * Looks whether the Space is there already.
 * @throws {DeployError} where the name is that of a Space which daggr did not make
 */
export async function spaceTarget(
  client: HubClient,
  account: DeployAccount,
  id: string,
  signal: AbortSignal,
): Promise<SpaceTarget> {
  const answer = await client.ask(`/api/spaces/${id}`, { signal });
  // Whether it is private and somebody else's is not told: creating it shows.
  if ([401, 403, 404].includes(answer.status)) return { id, account };
  const parsed = v.safeParse(Found, answer.body);
  if (answer.status !== 200 || !parsed.success) throw refusal(answer, { doing: `look up ${id}` });
  const { tags, cardData, runtime } = parsed.output;
  const named = Array.isArray(cardData?.tags) ? (cardData.tags as unknown[]) : [];
  if (![...tags, ...named].includes(tag))
    throw new DeployError({
      message: `The name ${id} is taken by a Space that daggr did not make; nothing was changed.`,
      help: `Choose another name with --name. To have that Space replaced all the same, add the tag '${tag}' to its README.`,
    });
  const volumes = runtime?.volumes ?? [];
  const existing = { private: parsed.output.private, volumes, storage: volumeOf(volumes) !== undefined };
  return { id, account, existing };
}
