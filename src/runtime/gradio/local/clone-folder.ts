import { join } from "node:path";
import { hubHome } from "../../hub/token.ts";
import type { Environment } from "../../hub/endpoint.ts";

/** Where the parts of a Space that runs locally are. The layout is daggr's, so that both find the other's clones. */
export interface LocalPaths {
  readonly folder: string;
  readonly repository: string;
  readonly venv: string;
  readonly python: string;
  readonly facts: string;
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
    facts: join(folder, ".daggr_metadata.json"),
    lock: join(folder, ".lock"),
    log: (what) => join(home, "logs", `${owner}_${name}_${what}_${day}.log`),
  };
}
