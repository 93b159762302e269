/** Where secrets come from: the host asks SecretStorage, the terminal the environment. Never logged, never cached on disk. */
export interface Credentials {
  huggingFaceToken(): Promise<string | undefined>;
  /** User name and password for a Gradio app that asks for them. */
  login(origin: string): Promise<{ readonly user: string; readonly password: string } | undefined>;
}
