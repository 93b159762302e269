import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hubHome } from "../../hub/token.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Environment } from "../../hub/endpoint.ts";

/** Where the parts of a Space that runs locally are. The layout is daggr's, so that both find the other's clones. */
export interface LocalPaths {
  readonly folder: string;
  readonly repository: string;
  readonly venv: string;
  readonly python: string;
  readonly metadata: string;
  readonly lock: string;
  log(what: "setup" | "run"): string;
}

/** `id` is `owner/name`, checked before. */
export function localPaths(id: string, env: Environment, platform = process.platform): LocalPaths {
  const home = join(hubHome(env), "daggr");
  const [owner = "", name = ""] = id.split("/");
  const folder = join(home, "spaces", owner, name);
  const venv = join(folder, ".venv");
  const day = new Date().toISOString().slice(0, 10);
  return {
    folder,
    repository: join(folder, "repo"),
    venv,
    python: platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python"),
    metadata: join(folder, ".daggr_metadata.json"),
    lock: join(folder, ".lock"),
    log: (what) => join(home, "logs", `${owner}_${name}_${what}_${day}.log`),
  };
}

/** What is stored with a clone. */
export interface CloneMetadata {
  /** Hash of the requirements that the environment was made for. */
  readonly environment?: string;
}

export async function readMetadata(path: string): Promise<CloneMetadata> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as CloneMetadata;
  } catch {
    return {};
  }
}

export async function writeMetadata(path: string, facts: CloneMetadata): Promise<void> {
  await writeFile(path, JSON.stringify(facts, null, 2));
}

/** What every step needs that gets a Space to run locally: clone, environment, launch. */
export interface LocalSetup {
  /** `owner/name`. */
  readonly id: string;
  readonly hub: Hub;
  readonly paths: LocalPaths;
  /** For the programs that are run. */
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Reports what is being done, for the card. */
  tell(text: string): void;
  /** Reports a line that a program printed. */
  line(text: string): void;
}
