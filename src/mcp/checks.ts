import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import PQueue from "p-queue";
import type { Analysis } from "../runtime/check/analysis.ts";
import {
  Checker,
  type CheckOptions,
  type ChooseFixes,
  type FixOutcome,
} from "../runtime/check/check-file.ts";
import { isWithin } from "../runtime/files/real-path.ts";
import type { Diagnostic } from "../runtime/protocol/language.ts";

/** Files that decide how others are checked. */
const configurations = ["tsconfig.json", "jsconfig.json", "package.json"];

/** Checks of one workspace. The compiler's libraries are read once; what changes on disk between two calls is seen. */
export class Checks {
  readonly #checker: Checker;
  /** A check turns the compiler to its file. */
  readonly #oneAtATime = new PQueue({ concurrency: 1 });
  /** When the configurations of a folder were changed. */
  readonly #changed = new Map<string, string>();

  constructor(
    private readonly folder: string,
    options: CheckOptions,
  ) {
    this.#checker = new Checker(options);
  }

  check(file: string, text?: string): Promise<readonly Diagnostic[]> {
    return this.#next([file], (checker) => checker.check(file, text));
  }

  /** What is wrong with each of several files, in their order. */
  async checkAll(files: readonly string[]): Promise<readonly Diagnostic[]> {
    return (await this.#next(files, (checker) => checker.checkAll(files))).flat();
  }

  /** @param choose every safe one by default */
  fix(file: string, choose?: ChooseFixes): Promise<FixOutcome> {
    return this.#next([file], (checker) => checker.fix(file, choose));
  }

  /** What a file's text says. */
  read<T>(file: string, answer: (analysis: Analysis | undefined) => T): Promise<T> {
    return this.#next([file], (checker) => answer(checker.analysis(file)));
  }

  #next<T>(files: readonly string[], work: (checker: Checker) => T | Promise<T>): Promise<T> {
    return this.#oneAtATime.add(async () => {
      for (const folder of new Set(files.map((file) => dirname(file))))
        this.#checker.filesChanged(await this.#changedConfigurations(folder));
      return work(this.#checker);
    });
  }

  async #changedConfigurations(lowest: string): Promise<readonly string[]> {
    const changed: string[] = [];
    for (let folder = lowest; isWithin(folder, this.folder); folder = dirname(folder)) {
      for (const name of configurations) {
        const path = join(folder, name);
        const found = await stat(path).catch(() => undefined);
        const state = found === undefined ? "" : `${found.mtimeMs} ${found.size}`;
        if ((this.#changed.get(path) ?? "") !== state) changed.push(path);
        this.#changed.set(path, state);
      }
      if (folder === dirname(folder)) break;
    }
    return changed;
  }
}
