import { readFile, writeFile } from "node:fs/promises";

/** What is remembered beside a clone. */
export interface LocalFacts {
  /** Hash of the requirements that the environment was made for. */
  readonly environment?: string;
}

export async function readFacts(path: string): Promise<LocalFacts> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as LocalFacts;
  } catch {
    return {};
  }
}

export async function writeFacts(path: string, facts: LocalFacts): Promise<void> {
  await writeFile(path, JSON.stringify(facts, null, 2));
}
