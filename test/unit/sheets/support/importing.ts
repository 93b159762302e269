import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { wasm } from "./make.ts";
import { bundleProgram } from "./saving-process.ts";

/** What a process said about one import (see `importer.ts`). */
export interface Imported {
  /** The new sheet. */
  readonly id?: string;
  /** Why there is none. */
  readonly message?: string;
  readonly kind?: string | undefined;
  /** How many sheets the graph has now. */
  readonly sheets: number;
  /** Milliseconds that the longest of the other calls took meanwhile. */
  readonly longestWait: number;
  /** MB that the process ever had above what it had when its store was open. */
  readonly memory: number;
}

/** Imports files in a process of its own, so that its memory can be measured. */
export async function importInProcess(root: string, paths: readonly string[]): Promise<Imported[]> {
  const program = await bundleProgram("importer", root);
  const list = join(root, "list.json");
  writeFileSync(list, JSON.stringify(paths));
  const { stdout } = await promisify(execFile)(process.execPath, [program, join(root, "store"), list, wasm]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Imported);
}
