import * as vscode from "vscode";
import type { Account } from "./account.ts";

const tokensPage = "https://huggingface.co/settings/tokens";

/** Asks for a token and keeps it. Resolves with false where the person changed their mind. */
export async function promptForToken(account: Account): Promise<boolean> {
  const create: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("link-external"),
    tooltip: vscode.l10n.t("Create a token on Hugging Face"),
  };
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Sign In to Hugging Face");
  box.prompt = vscode.l10n.t(
    "Paste an access token. It is kept in VS Code's secret storage and sent only to Hugging Face and its Spaces.",
  );
  box.placeholder = "hf_…";
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [create];
  const token = await new Promise<string | undefined>((resolve) => {
    box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(tokensPage)));
    box.onDidAccept(() => {
      const value = box.value.trim();
      if (/^hf_[A-Za-z0-9]+$/.test(value)) resolve(value);
      else
        box.validationMessage = vscode.l10n.t(
          'A Hugging Face token starts with "hf_". The button above opens the page where you make one.',
        );
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    box.show();
  });
  box.dispose();
  if (token === undefined) return false;
  await account.signIn(token);
  return true;
}
