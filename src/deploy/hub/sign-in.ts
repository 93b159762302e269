import * as v from "valibot";
import type { HubClient } from "../../runtime/hub/client.ts";
import { DeployError } from "../deploy-error.ts";
import type { DeployAccount } from "./account.ts";
import { refusal } from "./refusals.ts";

const WhoAmI = v.object({
  name: v.string(),
  orgs: v.optional(v.array(v.object({ name: v.string() })), []),
  auth: v.optional(
    v.object({
      accessToken: v.optional(v.object({ role: v.string(), displayName: v.optional(v.string()) })),
    }),
  ),
});

const howToSignIn =
  "Make a token with the role 'write' at https://huggingface.co/settings/tokens, then run `hf auth login` or set HF_TOKEN.";

/** @throws {DeployError} where there is no token, or one that certainly may not write */
export async function deployAccount(client: HubClient, signal: AbortSignal): Promise<DeployAccount> {
  if (!(await client.token()))
    throw new DeployError({
      message: "To deploy you have to be signed in to Hugging Face.",
      help: howToSignIn,
    });
  const answer = await client.ask("/api/whoami-v2", { signal });
  const parsed = v.safeParse(WhoAmI, answer.body);
  if (answer.status !== 200 || !parsed.success) throw refusal(answer, { doing: "tell whose token it is" });
  const { name, orgs, auth } = parsed.output;
  const token = auth?.accessToken;
  if (token?.role === "read")
    throw new DeployError({
      message: `The token${token.displayName ? ` '${token.displayName}'` : ""} of ${name} may only read.`,
      help: howToSignIn,
    });
  return {
    name,
    organizations: orgs.map((org) => org.name),
    ...(token && { role: token.role }),
    ...(token?.displayName && { tokenName: token.displayName }),
  };
}
