import { mkdir } from "node:fs/promises";
import type { Environment } from "../../hub/endpoint.ts";
import type { Hub } from "../../hub/hub.ts";
import { failureOf } from "../../failures/failure.ts";
import { SharedTasks } from "../../hub/shared-task.ts";
import { withoutSecrets } from "../../failures/redact.ts";
import { StepError } from "../../failures/failure.ts";
import type { StepContext } from "../../run/step/step.ts";
import type { StepFailure } from "../../failures/failure.ts";
import { parseAddress } from "../connection/space-address.ts";
import { clone } from "./clone.ts";
import { prepareEnvironment } from "./python-environment.ts";
import { launch } from "./launch.ts";
import type { LocalPermission } from "./permission.ts";
import type { LocalApp } from "./launch.ts";
import { withFileLock } from "./file-lock.ts";
import { localPaths } from "./clone-folder.ts";
import { readSettings } from "./readme.ts";
import type { LocalSetup } from "./clone-folder.ts";

type News = { readonly kind: "phase" | "line"; readonly text: string };

/**
 * Spaces that run on this machine: cloned, installed and started on first use, reused while they run, and ended by `dispose`.
 * A Space that failed is not tried again until the next start, since a try takes minutes.
 */
export class LocalSpaces {
  readonly #apps = new Map<string, LocalApp>();
  readonly #failed = new Map<string, StepFailure>();
  readonly #starting = new SharedTasks<LocalApp, News>();
  readonly #closing = new AbortController();

  constructor(
    private readonly hub: Hub,
    private readonly env: Environment,
    private readonly permission: LocalPermission,
  ) {}

  /**
   * The address to call a Space at: that of its local copy, or its own if the copy does not work. Rejects where the person does
   * not allow the copy: then they have not agreed to send their inputs away either.
   */
  async addressOf(space: string, context: StepContext): Promise<string> {
    await this.#askPerson(space, context);
    try {
      return (await this.#app(space, context)).url;
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = failureOf(error);
      this.#failed.set(space, failure);
      const paths = idOf(space, this.hub)
        ? ` Logs: ${localPaths(idOf(space, this.hub) ?? "", this.env).log("setup")}`
        : "";
      if (this.env["DAGGR_LOCAL_NO_FALLBACK"] === "1") {
        throw new StepError({
          ...failure,
          message: `"${space}" could not be run locally: ${failure.message}`,
          help: [failure.help, "DAGGR_LOCAL_NO_FALLBACK forbids to use the remote Space."]
            .filter(Boolean)
            .join(" "),
        });
      }
      const text = `"${space}" could not be run locally, so the remote Space is used. ${failure.message}${paths}`;
      context.emit({ type: "log", stream: "log", text });
      return space;
    }
  }

  async #askPerson(space: string, { signal }: StepContext): Promise<void> {
    const id = idOf(space, this.hub);
    if (!id || this.#apps.get(space)?.program.running) return;
    // A Space may have been given to another owner since; then it is another one to the person.
    const found = await this.hub.space(id, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    const named = found?.kind === "found" ? found.info.id : id;
    const { folder } = localPaths(id, this.env);
    await this.permission.require({ space: named, page: this.hub.spacePage(named), folder }, signal);
  }

  async dispose(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#apps.values()].map(({ program }) => program.kill()));
    this.#apps.clear();
  }

  async #app(space: string, context: StepContext): Promise<LocalApp> {
    const running = this.#apps.get(space);
    if (running?.program.running) return running;
    const failed = this.#failed.get(space);
    if (failed) throw new StepError(failed);
    const id = idOf(space, this.hub);
    if (!id) throw new StepError({ message: 'Only Spaces named "owner/name" can be run locally.' });
    const verbose = this.env["DAGGR_LOCAL_VERBOSE"] === "1";
    return this.#starting.get(
      id,
      (signal, tell) => this.#start(space, id, signal, tell),
      context.signal,
      ({ kind, text }) => {
        if (kind === "phase") context.emit({ type: "phase", phase: { kind: "installing", text } });
        else if (verbose) context.emit({ type: "log", stream: "stdout", text });
      },
    );
  }

  async #start(space: string, id: string, stop: AbortSignal, tell: (news: News) => void): Promise<LocalApp> {
    const paths = localPaths(id, this.env);
    const work: LocalSetup = {
      id,
      hub: this.hub,
      paths,
      env: withoutSecrets(this.env),
      signal: AbortSignal.any([stop, this.#closing.signal]),
      tell: (text) => tell({ kind: "phase", text }),
      line: (text) => tell({ kind: "line", text }),
    };
    await mkdir(paths.folder, { recursive: true });
    const prepare = async () => {
      await clone(work);
      const settings = await readSettings(paths.repository);
      await prepareEnvironment(work, settings);
      return settings;
    };
    const settings = await withFileLock(paths.lock, work.signal, prepare, () =>
      work.tell("Waiting for another window"),
    );
    const app = await launch(work, settings);
    this.#apps.set(space, app);
    return app;
  }
}

function idOf(space: string, hub: Hub): string | undefined {
  const address = parseAddress(space, hub.endpoint);
  return address.kind === "space" && !address.id.split("/").some((part) => /^\.+$/.test(part))
    ? address.id
    : undefined;
}
