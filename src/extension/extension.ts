import type * as vscode from "vscode";
import { accountFeature } from "./account/feature.ts";
import { Account } from "./account/account.ts";
import { assistantsFeature } from "./assistants/feature.ts";
import { Canvases } from "./canvas/canvases.ts";
import { canvasFeature } from "./canvas/feature.ts";
import { EngineClient } from "./engine/client.ts";
import { Sessions } from "./engine/sessions.ts";
import type { ExtensionServices, Feature } from "./feature.ts";
import { LanguageClient } from "./language/client.ts";
import { languageFeature } from "./language/feature.ts";
import { NodeLocations } from "./language/node-locations.ts";
import { Log } from "./log.ts";
import { runFeature } from "./run/feature.ts";
import { shareFeature } from "./share/feature.ts";
import { sheetsFeature } from "./sheets/feature.ts";
import { terminalFeature } from "./terminal/feature.ts";
import { testsFeature } from "./tests/feature.ts";
import { workspaceFeature } from "./workspace/feature.ts";

const features: readonly Feature[] = [
  workspaceFeature,
  canvasFeature,
  languageFeature,
  runFeature,
  sheetsFeature,
  shareFeature,
  accountFeature,
  terminalFeature,
  assistantsFeature,
  testsFeature,
];

let engine: EngineClient | undefined;

export function activate(context: vscode.ExtensionContext): ExtensionServices {
  const log = new Log();
  const account = new Account(context.secrets);
  engine = new EngineClient(context, account, log);
  const sessions = new Sessions(engine);
  const language = new LanguageClient(context, account, engine, log);
  const places = new NodeLocations(language);
  const services: ExtensionServices = {
    context,
    log,
    account,
    engine,
    sessions,
    canvases: new Canvases(context, sessions, engine, account, places, log),
    language,
    places,
  };
  context.subscriptions.push(log, engine, sessions, services.canvases, language);
  for (const feature of features) context.subscriptions.push(feature.register(services));
  return services;
}

/** VS Code waits a moment for this: what is unsaved is saved, processes end. */
export async function deactivate(): Promise<void> {
  await engine?.stop();
}
