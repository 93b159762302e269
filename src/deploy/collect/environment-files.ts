import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";

export interface EnvironmentFile {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The `.env` files of folders, of all kinds (`.env.local`, …). They are never uploaded; their variables become secrets if asked. */
export function environmentFiles(folders: readonly string[]): readonly EnvironmentFile[] {
  return [...new Set(folders)].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) => /^\.env(\.(?!example$|sample$|template$).+)?$/.test(entry.name) && !entry.isDirectory(),
      )
      .map(({ name }) => join(folder, name))
      .flatMap((path) => {
        try {
          return [{ path, values: parse(readFileSync(path, "utf8")) }];
        } catch {
          return [];
        }
      }),
  );
}
