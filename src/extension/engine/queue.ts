import * as vscode from "vscode";
import type { QueueStart } from "../../runtime/protocol/session.ts";
import type { Account } from "../account/account.ts";
import { settings } from "../ids.ts";

/** The queue of workers of the settings, or of the environment that VS Code was started in; undefined where none is set. */
export async function readQueue(account: Account): Promise<QueueStart | undefined> {
  const configuration = vscode.workspace.getConfiguration(settings.section);
  const { env } = process;
  const address = configuration.get<string>(settings.queue) || env["DAGGR_QUEUE"];
  if (!address) return undefined;
  const { key, password } = await account.queueSecrets();
  return {
    address: withPassword(address, password),
    files: configuration.get<string>(settings.files) || env["DAGGR_FILES"] || undefined,
    key: key ?? (env["DAGGR_QUEUE_KEY"] || undefined),
  };
}

/** Settings are no place for a password. */
function withPassword(address: string, password: string | undefined): string {
  if (password === undefined || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.password === "") url.password = encodeURIComponent(password);
  return url.href;
}
