/** Tokens of Hugging Face, and whatever follows `Bearer` or signs an address. */
const secrets = [/\bhf_[A-Za-z0-9]{6,}/g, /(?<=\bBearer )[^\s"',]{8,}/gi, /(?<=[?&]__sign=)[^&\s"']+/g];

/** Environment variables that hold secrets of the person or settings of the engine. */
const secretVariables = /^(HF_TOKEN|HUGGING_FACE_HUB_TOKEN|HUGGINGFACEHUB_API_TOKEN|DAGGR_.*)$/i;

/** An environment for programs that run others' code: without the variables that hold secrets. */
export function withoutSecrets(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secretVariables.test(name)));
}

/** A text without secrets: every log line and every message of another program goes through this. */
export function redact(text: string): string {
  return secrets.reduce((clean, secret) => clean.replace(secret, "[secret]"), text);
}
