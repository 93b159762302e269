import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, parse } from "node:path";
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

/** Where sheets of a served workflow are kept, unless a folder is named: by the file's path, so that they come back. */
export function servedData(file: string): string {
  return join(dataFolder(), "served", nameWithPath(file));
}

/** Where results of runs are kept that assistants ask for: apart from the person's own sheets. */
export function assistantData(file: string): string {
  return join(dataFolder(), "assistants", nameWithPath(file));
}

function nameWithPath(file: string): string {
  const hash = createHash("sha256").update(file).digest("hex").slice(0, 12);
  return `${parse(file).name}-${hash}`;
}

function dataFolder(): string {
  const { platform, env } = process;
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "daggr");
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "daggr", "data");
  return join(env["XDG_DATA_HOME"]?.trim() || join(homedir(), ".local", "share"), "daggr");
}
