import { setOwn } from "../values/value.ts";
import { secretPattern } from "./secret-forms.ts";

/** Characters of the shortest secret that is looked for: a shorter text stands in results by chance. */
const shortest = 8;

/** What stands in place of a secret. */
export const removed = "[secret]";

const secretVariable =
  /^(HF_TOKEN|HUGGING_FACE_HUB_TOKEN|HUGGINGFACEHUB_API_TOKEN|DAGGR_LOGIN_.*|DAGGR_.*(TOKEN|PASSWORD|SECRET))$/i;

/** The secrets that this thread has read. They stay known after a person signs out: older text may hold them. */
const known = new Set<string>();
let search: { readonly once: RegExp; readonly all: RegExp } | undefined;
/** Objects without any known secret, so that a large value is searched once and not again for each node that takes it. */
let clean = new WeakSet<object>();

/** To be called with each secret when it is read: from then on `redact` and `redactValue` take it out, whatever its form. */
export function registerSecret(secret: string | undefined): void {
  const text = secret?.trim() ?? "";
  if (text.length < shortest || known.has(text)) return;
  known.add(text);
  // A secret that holds another one is found first.
  const patterns = [...known].sort((a, b) => b.length - a.length).map(secretPattern);
  const source = patterns.join("|");
  search = { once: new RegExp(source), all: new RegExp(source, "g") };
  clean = new WeakSet();
}

/** Whether an environment variable of this name holds a secret. */
export function isSecretVariable(name: string): boolean {
  return secretVariable.test(name);
}

/** The secrets of the environment. A login is `user:password`. */
export function registerSecretsOf(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !isSecretVariable(name)) continue;
    registerSecret(value);
    if (/^DAGGR_LOGIN_/i.test(name)) registerSecret(value.slice(value.indexOf(":") + 1));
  }
}

/** The text without the known secrets. */
export function withoutKnown(text: string): string {
  return search === undefined ? text : text.replace(search.all, removed);
}

/**
 * The same plain data without the known secrets, in texts and names of fields at any depth. Returns the value itself where it
 * holds none, and looks at nothing where no secret is known.
 */
export function redactValue<T>(value: T): T {
  if (search === undefined || !holdsSecret(value, search.once)) return value;
  // The cast: the copy has the shape of the value.
  return copyWithout(value) as T;
}

/** As `redactValue`, for outputs that nobody changes any more: they are remembered as clean, and so is each of them. */
export function redactResult<T extends object>(outputs: T): T {
  const result = redactValue(outputs);
  if (search === undefined) return result;
  clean.add(result);
  for (const part of Object.values(result) as unknown[]) {
    if (typeof part === "object" && part !== null) clean.add(part);
  }
  return result;
}

/** Without recursion, since what a function returns may be deep. */
function holdsSecret(value: unknown, secret: RegExp): boolean {
  if (typeof value === "string") return secret.test(value);
  if (typeof value !== "object" || value === null) return false;
  const open: object[] = [value];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (clean.has(part)) continue;
    if (!Array.isArray(part) && Object.keys(part).some((name) => secret.test(name))) return true;
    const inside: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
    for (const one of inside) {
      if (typeof one === "string") {
        if (secret.test(one)) return true;
      } else if (typeof one === "object" && one !== null) open.push(one);
    }
  }
  return false;
}

function copyWithout(value: unknown): unknown {
  if (typeof value === "string") return withoutKnown(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyWithout);
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) setOwn(copy, withoutKnown(name), copyWithout(part));
  return copy;
}
