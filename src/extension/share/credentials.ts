import type { GraphDescription } from "../../runtime/graph/description.ts";
import { callableNodes } from "../../runtime/graph/variants.ts";
import { loginVariable } from "../../runtime/hub/login-variable.ts";
import type { Account } from "../account/account.ts";

/**
 * The environment by which a process that serves a workflow runs it in the person's name, as the editor does: the token, and the
 * logins of the apps that the graph names, and of no others.
 */
export async function credentialsFor(
  account: Pick<Account, "token" | "login">,
  graph: GraphDescription | undefined,
): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  const token = await account.token();
  if (token !== undefined) env["HF_TOKEN"] = token;
  for (const node of graph === undefined ? [] : callableNodes(graph)) {
    if (node.kind !== "gradio" || !URL.canParse(node.space)) continue;
    const { origin } = new URL(node.space);
    const login = await account.login(origin);
    if (login) env[loginVariable(origin)] = `${login.user}:${login.password}`;
  }
  return env;
}
