import { isSecretVariable, removed, withoutKnown } from "./secrets.ts";

/** Hugging Face tokens, text after `Bearer`, signatures and passwords in URLs: secrets of anybody, known by their form. */
const patterns = [
  /\b(?:hf|api_org)_[A-Za-z0-9]{6,}/g,
  /(?<=\bBearer )[^\s"',]{8,}/gi,
  /(?<=[?&]__sign=)[^&\s"']+/g,
  /(?<=\bhttps?:\/\/[^/\\?#\s:@"']{0,200}:)[^/\\?#\s"']+(?=@)/gi,
];

/** Environment variables of the engine's own settings. */
const ownVariable = /^DAGGR_/i;

/** The environment without secrets and without the engine's settings, for programs that run code of others. */
export function withoutSecrets(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !isSecretVariable(name) && !ownVariable.test(name)),
  );
}

/**
 * Removes secrets from a text: those that were registered when they were read (`secrets.ts`), and what looks like one. Every log
 * line and every message of another program must go through this. Values of nodes lose registered ones only (`redactValue`).
 */
export function redact(text: string): string {
  return patterns.reduce((clean, secret) => clean.replace(secret, removed), withoutKnown(text));
}
