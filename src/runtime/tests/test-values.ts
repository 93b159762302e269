import { copyFile, mkdir } from "node:fs/promises";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { isWithin, realOf } from "../files/real-path.ts";
import { safeName } from "../files/safe-name.ts";
import type { RunSetup } from "../headless/run-setup.ts";
import { isFileRef, type FileRef, type Json, type Value } from "../values/value.ts";
import { TestFileError, type WorkflowTest } from "./test-file.ts";
import { testFolder } from "./test-paths.ts";

// In a test file, a file is `{ "$file": "NAME.daggr-test/inputs/cat.png" }`: relative, with slashes, inside of the test's folder.

export interface KeptFile {
  readonly $file: string;
}

export function isKeptFile(value: unknown): value is KeptFile {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { $file, ...rest } = value as Record<string, unknown>;
  return typeof $file === "string" && Object.keys(rest).length === 0;
}

/** Where a file of a test is. @throws {TestFileError} where that is not in its folder, also by a link */
export async function keptPath({ $file }: KeptFile, test: string): Promise<string> {
  const path = resolve(dirname(test), $file);
  const folder = testFolder(test);
  if (isWithin(path, folder) && isWithin(await realOf(path), await realOf(folder))) return path;
  throw new TestFileError(
    `'${$file}' is not in '${relative(dirname(test), folder)}', the test's own folder.`,
  );
}

/** What a test gives its run. `take` makes references of its files. */
export async function setupOfTest(
  { inputs, picks, drawn, bypassed, answers }: WorkflowTest,
  take: (file: KeptFile) => Promise<FileRef>,
): Promise<RunSetup> {
  const taken = <T extends Value | readonly Value[]>(entries: Readonly<Record<string, Json>>) =>
    // The cast: lists stay lists.
    withFiles(entries, isKeptFile, take) as Promise<Readonly<Record<string, T>>>;
  return {
    ...{ picks, bypassed, services: [] },
    inputs: await taken<Value>(inputs),
    drawn: await taken<Value>(drawn),
    answers: await taken<readonly Value[]>(answers),
  };
}

/** A setup with other references, for another workflow. */
export async function withOtherFiles(
  { inputs, drawn, answers, ...rest }: RunSetup,
  take: (file: FileRef) => Promise<FileRef>,
): Promise<RunSetup> {
  const taken = await withFiles({ inputs, drawn, answers }, isFileRef, take);
  // The cast: only files are others.
  return { ...rest, ...(taken as unknown as Pick<RunSetup, "inputs" | "drawn" | "answers">) };
}

/** Replaces the files of a value, at any depth. */
async function withFiles<File>(
  value: unknown,
  isFile: (part: unknown) => part is File,
  replace: (file: File) => Promise<FileRef | KeptFile>,
): Promise<Value> {
  if (isFile(value)) return { ...(await replace(value)) };
  if (typeof value !== "object" || value === null) return value as Value;
  const inner = (part: unknown) => withFiles(part, isFile, replace);
  if (Array.isArray(value)) return Promise.all(value.map(inner));
  const fields = Object.entries(value).map(async ([name, part]) => [name, await inner(part)] as const);
  return Object.fromEntries(await Promise.all(fields));
}

/** Copies files of a run into a part of a test's folder. Equal ones are kept once. */
export class FileKeeper {
  readonly #kept = new Map<string, Promise<KeptFile>>();
  readonly #taken = new Set<string>();

  /** `used`: files of the test that stay as they are. */
  constructor(
    private readonly test: string,
    private readonly part: "inputs" | "expected",
    private readonly pathOf: (file: FileRef) => string,
    used: Iterable<string> = [],
  ) {
    for (const file of used) this.#taken.add(resolve(dirname(test), file).toLowerCase());
  }

  /** A value of a run as the test keeps it. `stem`: what its files are called, in place of their own names. */
  async keep(value: Value, stem?: string): Promise<Json> {
    const kept = await withFiles(value, isFileRef, (file) => {
      const key = `${file.$file}/${stem ?? file.name}`;
      const copy = this.#kept.get(key) ?? this.#copy(file, stem);
      this.#kept.set(key, copy);
      return copy;
    });
    // The cast: no reference is left.
    return kept as Json;
  }

  async #copy(file: FileRef, stem: string | undefined): Promise<KeptFile> {
    const name = stem === undefined ? file.name : `${stem}${extname(file.name)}`;
    const path = this.#free(safeName(name, file.mime));
    await mkdir(dirname(path), { recursive: true });
    await copyFile(this.pathOf(file), path);
    return { $file: relative(dirname(this.test), path).split(sep).join("/") };
  }

  /** A file keeps its name, which nodes get to see, so what stands in the way is the folder's name. */
  #free(name: string): string {
    for (let number = 1; ; number += 1) {
      const folder = join(testFolder(this.test), this.part, ...(number === 1 ? [] : [String(number)]));
      const path = join(folder, name);
      if (this.#taken.has(path.toLowerCase())) continue;
      this.#taken.add(path.toLowerCase());
      return path;
    }
  }
}
