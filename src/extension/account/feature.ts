import * as vscode from "vscode";
import type { Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import type { Account } from "./account.ts";
import { promptForToken } from "./sign-in.ts";

/** Signing in to Hugging Face, and user names and passwords of single Gradio apps. */
export const accountFeature: Feature = {
  register({ account }) {
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.signIn, async () => {
        if (await promptForToken(account))
          void vscode.window.showInformationMessage(
            vscode.l10n.t("Signed in. Private Spaces, gated models and your quota are used from now on."),
          );
      }),
      vscode.commands.registerCommand(commands.signOut, async () => {
        await account.signOut();
        void vscode.window.showInformationMessage(
          vscode.l10n.t("Signed out. Sheets and results stay as they are."),
        );
      }),
      vscode.commands.registerCommand(commands.signInToApp, (origin?: unknown) =>
        signInToApp(account, typeof origin === "string" ? origin : undefined),
      ),
      vscode.commands.registerCommand(commands.setQueueKey, () => setQueueKey(account)),
    );
  },
};

async function signInToApp(account: Account, given: string | undefined): Promise<void> {
  const address =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t("Sign In to a Gradio App"),
      prompt: vscode.l10n.t("The address of the app, as the workflow names it"),
      placeHolder: "http://127.0.0.1:7860",
      validateInput: (value) =>
        URL.canParse(value)
          ? undefined
          : vscode.l10n.t("This is no address. It starts with http:// or https://."),
    }));
  if (address === undefined) return;
  const { origin } = new URL(address);
  const user = await vscode.window.showInputBox({
    title: origin,
    prompt: vscode.l10n.t("User name"),
    ignoreFocusOut: true,
  });
  if (user === undefined) return;
  const password = await vscode.window.showInputBox({
    title: origin,
    prompt: vscode.l10n.t("Password. It is kept in VS Code's secret storage and sent only to this app."),
    password: true,
    ignoreFocusOut: true,
  });
  if (password !== undefined) await account.storeLogin(origin, { user, password });
}

async function setQueueKey(account: Account): Promise<void> {
  const title = vscode.l10n.t("Key of the Queue of Workers");
  const key = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(
      "The key that all workers have as DAGGR_QUEUE_KEY. It is kept in VS Code's secret storage.",
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.length >= 16
        ? undefined
        : vscode.l10n.t("A key has at least 16 characters, such as from: openssl rand -hex 32"),
  });
  if (key === undefined) return;
  const password = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(
      "The password of the queue's server. Leave it empty where it has none, or is in the address.",
    ),
    password: true,
    ignoreFocusOut: true,
  });
  if (password === undefined) return;
  await account.storeQueueSecrets(key, password);
  const reload = vscode.l10n.t("Reload Window");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("The key is used when the window has been loaded again."),
    reload,
  );
  if (chosen === reload) await vscode.commands.executeCommand("workbench.action.reloadWindow");
}
