import { randomUUID } from "node:crypto";
import { readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StepError } from "../../failures/failure.ts";
import { makePrivateFolder, writePrivateFile } from "../../files/private-files.ts";
import { abortable } from "../../hub/shared-task.ts";
import type { LocalSpaceAnswer, LocalSpaceRequest } from "../../protocol/local-spaces.ts";

/** Asks the person. Cloning and installing a Space runs code of others with all their rights. */
export type AskLocalSpace = (request: LocalSpaceRequest) => Promise<LocalSpaceAnswer>;

/** Where nobody can be asked. */
export const refuseLocalSpaces: AskLocalSpace = () =>
  Promise.resolve({
    kind: "refused",
    help: "Leave runLocally out, or run the workflow where you can be asked.",
  });

/** Asks once for each Space, and remembers what was allowed, for all windows. A refusal holds for the step that asked. */
export class LocalPermission {
  readonly #path: string;
  readonly #asking = new Map<string, Promise<LocalSpaceAnswer>>();
  /** Of steps whose person said no: the other items of a scatter do not ask again. */
  readonly #refused = new WeakMap<AbortSignal, LocalSpaceAnswer>();

  constructor(
    cacheFolder: string,
    private readonly ask: AskLocalSpace,
  ) {
    this.#path = join(cacheFolder, "local-spaces.json");
  }

  /** @throws {StepError} where the person does not allow it */
  async require(request: LocalSpaceRequest, signal: AbortSignal): Promise<void> {
    if ((await this.#allowed()).includes(request.page)) return;
    const answer = this.#refused.get(signal) ?? (await abortable(this.#answer(request), signal));
    if (answer.kind === "allowed") return;
    this.#refused.set(signal, answer);
    throw new StepError({
      message: `The Space "${request.space}" may not run on this machine: nobody has allowed it. Running it would install its packages and run its code with all your rights.`,
      help: answer.help,
      link: { title: "Open the Space", url: request.page },
    });
  }

  #answer(request: LocalSpaceRequest): Promise<LocalSpaceAnswer> {
    let asking = this.#asking.get(request.page);
    if (!asking) {
      asking = this.ask(request)
        .then(async (answer) => {
          if (answer.kind === "allowed") await this.#remember(request.page);
          return answer;
        })
        .finally(() => this.#asking.delete(request.page));
      this.#asking.set(request.page, asking);
    }
    return asking;
  }

  async #allowed(): Promise<readonly string[]> {
    try {
      const pages: unknown = JSON.parse(await readFile(this.#path, "utf8"));
      return Array.isArray(pages) ? pages.filter((page) => typeof page === "string") : [];
    } catch {
      // Nothing was allowed yet, or the file is damaged: the person is asked.
      return [];
    }
  }

  async #remember(page: string): Promise<void> {
    try {
      const pages = new Set([...(await this.#allowed()), page]);
      await makePrivateFolder(dirname(this.#path));
      const temporary = `${this.#path}.${randomUUID()}`;
      await writePrivateFile(temporary, JSON.stringify([...pages], null, 2));
      await rename(temporary, this.#path);
    } catch {
      // A full or read-only disk only costs another question later.
    }
  }
}
