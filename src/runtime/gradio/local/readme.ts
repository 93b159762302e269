import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a Space's README.md says about running it. */
export interface SpaceSettings {
  readonly sdk?: string;
  /** Of Gradio. */
  readonly sdkVersion?: string;
  readonly appFile?: string;
  readonly pythonVersion?: string;
}

export async function readSettings(repository: string): Promise<SpaceSettings> {
  const text = await readFile(join(repository, "README.md"), "utf8").catch(() => "");
  return parseSettings(text);
}

/** From the block of `name: value` lines at the beginning. */
export function parseSettings(text: string): SpaceSettings {
  const head = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
  const field = (name: string) => {
    const value = new RegExp(`^${name}:\\s*(["']?)([^"'#\\r\\n]+?)\\1\\s*(?:#.*)?$`, "m").exec(head)?.[2];
    return value?.trim() || undefined;
  };
  const settings = {
    sdk: field("sdk"),
    sdkVersion: field("sdk_version"),
    appFile: field("app_file"),
    pythonVersion: field("python_version"),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
