import * as vscode from "vscode";
import { registerSecret } from "../../runtime/failures/secrets.ts";
import { secrets } from "../ids.ts";

/**
 * Secrets of the person, in VS Code's SecretStorage. Handed out only to the engine, also that of a workflow that the person
 * shares, which sends them only to Hugging Face and its Spaces (the token) or to the one app they were given for (a login).
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

  async token(): Promise<string | undefined> {
    const token = await this.storage.get(secrets.huggingFaceToken);
    registerSecret(token);
    return token;
  }

  signIn(token: string): Thenable<void> {
    registerSecret(token);
    return this.storage.store(secrets.huggingFaceToken, token);
  }

  signOut(): Thenable<void> {
    return this.storage.delete(secrets.huggingFaceToken);
  }

  async login(origin: string): Promise<{ user: string; password: string } | undefined> {
    const stored = await this.storage.get(secrets.login + origin);
    if (stored === undefined) return undefined;
    const login = JSON.parse(stored) as { user: string; password: string };
    registerSecret(login.password);
    return login;
  }

  /** Of the queue of workers: the key of its jobs, and the password of its server. */
  async queueSecrets(): Promise<{ readonly key: string | undefined; readonly password: string | undefined }> {
    const [key, password] = await Promise.all([
      this.storage.get(secrets.queueKey),
      this.storage.get(secrets.queuePassword),
    ]);
    registerSecret(key);
    registerSecret(password);
    return { key, password };
  }

  async storeQueueSecrets(key: string, password: string): Promise<void> {
    registerSecret(key);
    registerSecret(password);
    await this.storage.store(secrets.queueKey, key);
    if (password === "") await this.storage.delete(secrets.queuePassword);
    else await this.storage.store(secrets.queuePassword, password);
  }

  storeLogin(origin: string, login: { user: string; password: string }): Thenable<void> {
    registerSecret(login.password);
    return this.storage.store(secrets.login + origin, JSON.stringify(login));
  }
}
