import type * as vscode from "vscode";
import type { Account } from "./account/account.ts";
import type { Canvases } from "./canvas/canvases.ts";
import type { EngineClient } from "./engine/client.ts";
import type { Sessions } from "./engine/sessions.ts";
import type { LanguageClient } from "./language/client.ts";
import type { NodeLocations } from "./language/node-locations.ts";
import type { Log } from "./log.ts";

/** What features share. Nothing here starts a worker or reads a file before it is first used. */
export interface ExtensionServices {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly account: Account;
  readonly engine: EngineClient;
  readonly sessions: Sessions;
  readonly canvases: Canvases;
  readonly language: LanguageClient;
  readonly places: NodeLocations;
}

/** One thing a user can name: it registers itself and is undone by disposing what it returns. */
export interface Feature {
  register(services: ExtensionServices): vscode.Disposable;
}
