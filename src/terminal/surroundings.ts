import { homedir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "../runtime/hub/client.ts";
import { tokenOfEnvironment } from "../runtime/hub/token.ts";

/** The folder of the bundles: this file is one of them. */
export const distFolder = __dirname;

/** What is remembered of Spaces, models and compiled modules between runs. */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"]?.trim() || join(homedir(), ".cache");
  return process.env["DAGGR_CACHE"] ?? join(base, "daggr");
}

/** The terminal has no secret storage: the token is that of the environment or of `hf auth login`, logins are the environment's. */
export const credentials: Credentials = {
  huggingFaceToken: () => tokenOfEnvironment(process.env),
  login: () => Promise.resolve(undefined),
};
