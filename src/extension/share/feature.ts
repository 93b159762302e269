import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import * as vscode from "vscode";
import { shareWarning } from "../../server/share/warning.ts";
import type { ExtensionServices, Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import { currentSession } from "../sheets/feature.ts";
import { mayRun } from "../workspace/trust.ts";
import { savedUri, workflowUri } from "../workspace/workflow-file.ts";
import { credentialsFor } from "./credentials.ts";
import { SharedWorkflow, type SharedWorkflowOptions } from "./shared-workflow.ts";

/** By Gradio's share server, or by the port forwarding of VS Code. */
type Way = "tunnel" | "forwarding";

/** Share: a public address for a workflow, or in a remote workspace VS Code's own port forwarding. */
export const shareFeature: Feature = {
  register(services) {
    const shared = new Map<string, SharedWorkflow>();
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.share, async (argument?: unknown) => {
        if (!(await mayRun())) return;
        const file = await fileOf(services, argument);
        if (file === undefined) return;
        const known = shared.get(file.fsPath);
        if (known) return known.tell();
        const way = await confirm();
        if (way === undefined || shared.has(file.fsPath)) return;
        const workflow = await start(services, file, way);
        shared.set(file.fsPath, workflow);
        workflow.onEnded(() => shared.delete(file.fsPath));
        await showProgress(workflow);
      }),
      { dispose: () => shared.forEach((workflow) => workflow.dispose()) },
    );
  },
};

/** The file that the command is about, as it is on disk. */
async function fileOf(services: ExtensionServices, argument: unknown): Promise<vscode.Uri | undefined> {
  const named = workflowUri(argument);
  const file = named === undefined ? (await currentSession(services))?.file : await savedUri(named);
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file?.toString());
  return document?.isDirty && !(await document.save()) ? undefined : file;
}

/** Says what becomes reachable, and asks whether, and how. */
async function confirm(): Promise<Way | undefined> {
  const share = vscode.l10n.t("Share");
  const forward = vscode.l10n.t("Forward the Port Instead");
  const buttons = vscode.env.remoteName === undefined ? [share] : [share, forward];
  const detail =
    vscode.env.remoteName === undefined
      ? shareWarning()
      : `${shareWarning()}\n\n${vscode.l10n.t("Forwarding the port makes it reachable by the way that VS Code reaches this remote machine, and gives no public address.")}`;
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t("Share this workflow with everybody who has its address?"),
    { modal: true, detail },
    ...buttons,
  );
  if (picked === share) return "tunnel";
  return picked === forward ? "forwarding" : undefined;
}

async function start(services: ExtensionServices, file: vscode.Uri, way: Way): Promise<SharedWorkflow> {
  const { account, engine, sessions } = services;
  const session = await sessions.open(file);
  await session.ensureLoaded();
  const credentials = await credentialsFor(account, session.state.graph);
  return new SharedWorkflow(services, file, {
    ...(await reached(way)),
    env: { ...credentials, DAGGR_CACHE: engine.cacheFolder.fsPath },
  });
}

/** How others reach the server, and the options that let them. */
async function reached(way: Way): Promise<Pick<SharedWorkflowOptions, "options" | "external">> {
  if (way === "tunnel") return { options: ["--port", "0", "--share"] };
  const port = await freePort();
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(`http://127.0.0.1:${port}/`));
  const { hostname } = new URL(external.toString(true));
  return { external, options: ["--port", String(port), "--token", "--allow-host", hostname] };
}

/** VS Code wants to know the port before it says how it is reached, and the server wants to know that when it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function showProgress(workflow: SharedWorkflow): Thenable<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Sharing the workflow"),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_progress, cancelled) => {
    cancelled.onCancellationRequested(() => void workflow.stop());
    return workflow.settled;
  });
}
