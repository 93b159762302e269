import * as vscode from "vscode";
import { secrets } from "../ids.ts";

/**
 * Secrets of the person, in VS Code's SecretStorage. Handed out only to the engine, which sends them only to
 * Hugging Face and its Spaces (the token) or to the one app they were given for (a login).
 */
export class Account {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(readonly storage: vscode.SecretStorage) {
    storage.onDidChange((change) => {
      if (change.key === secrets.huggingFaceToken || change.key.startsWith(secrets.login))
        this.#changed.fire();
    });
  }

  token(): Thenable<string | undefined> {
    return this.storage.get(secrets.huggingFaceToken);
  }

  signIn(token: string): Thenable<void> {
    return this.storage.store(secrets.huggingFaceToken, token);
  }

  signOut(): Thenable<void> {
    return this.storage.delete(secrets.huggingFaceToken);
  }

  async login(origin: string): Promise<{ user: string; password: string } | undefined> {
    const stored = await this.storage.get(secrets.login + origin);
    return stored === undefined ? undefined : (JSON.parse(stored) as { user: string; password: string });
  }

  storeLogin(origin: string, login: { user: string; password: string }): Thenable<void> {
    return this.storage.store(secrets.login + origin, JSON.stringify(login));
  }
}
