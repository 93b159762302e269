import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { registerSecret } from "../failures/secrets.ts";
import type { Environment } from "./endpoint.ts";

/** The token of the environment: `HF_TOKEN`, else the file that `hf auth login` writes. */
export async function tokenOfEnvironment(env: Environment): Promise<string | undefined> {
  const token = await readToken(env);
  registerSecret(token);
  return token;
}

async function readToken(env: Environment): Promise<string | undefined> {
  const given = env["HF_TOKEN"]?.trim();
  if (given) return given;
  try {
    return (await readFile(tokenFile(env), "utf8")).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Where `hf auth login` keeps the token: `HF_TOKEN_PATH`, `HF_HOME/token`, else in the user's cache. */
export function tokenFile(env: Environment): string {
  return env["HF_TOKEN_PATH"]?.trim() || join(hubHome(env), "token");
}

/** The folder of everything Hugging Face keeps on this machine. */
export function hubHome(env: Environment): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const given = env["HF_HOME"]?.trim();
  if (given) return given.replace(/^~(?=$|[\\/])/, home);
  return join(env["XDG_CACHE_HOME"]?.trim() || join(home, ".cache"), "huggingface");
}
