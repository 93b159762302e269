import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { MediaFolder } from "../files/media-folder.ts";
import { makePrivateFolder } from "../files/private-files.ts";
import { redact } from "../failures/redact.ts";
import type { Credentials } from "../hub/client.ts";
import { registeredCredentials, registerPresentSecrets } from "../hub/registered-credentials.ts";
import { layoutThread, AdaptiveLayouter } from "../layout/layouter.ts";
import { createWorkflowProcesses } from "../process/processes.ts";
import type { LocalSpaceAnswer, LocalSpaceRequest } from "../protocol/local-spaces.ts";
import type { EngineEvent, EngineStart } from "../protocol/session.ts";
import { engineQueue } from "../queue/engine/engine-queue.ts";
import { ConcurrencyGroups } from "../run/concurrency-groups.ts";
import { createServices } from "../services.ts";
import { openStore } from "../sheets/open-store.ts";
import { mediaFolder } from "./data-folder.ts";
import { Engine, type EngineOptions } from "./engine.ts";

export interface AssembleOptions {
  readonly start: EngineStart;
  readonly credentials: Credentials;
  /** Asks the person whether a Space may run on this machine. Refused by default. */
  readonly askLocalSpace?: (request: LocalSpaceRequest) => Promise<LocalSpaceAnswer>;
  readonly emit?: (event: EngineEvent) => void;
  /** Whether others enter what canvas inputs hold. */
  readonly served?: boolean;
  /** For a debugger: each load of a file waits until one is attached. */
  readonly inspect?: EngineOptions["inspect"];
  /** False where nobody looks at cards: nothing is laid out. */
  readonly layout?: boolean;
}

export interface Assembled {
  readonly engine: Engine;
  /** Ends everything; removes what was only temporary. */
  stop(): Promise<void>;
}

/** Makes an engine of its real parts. */
export async function assembleEngine({
  start,
  credentials: given,
  askLocalSpace,
  emit,
  served,
  inspect,
  layout = true,
}: AssembleOptions): Promise<Assembled> {
  const credentials = registeredCredentials(given, process.env);
  const secretsKnown = registerPresentSecrets(credentials, process.env);
  const temporary = await mkdtemp(join(tmpdir(), "daggr-"));
  const data = start.data ?? join(temporary, "data");
  const media = new MediaFolder(mediaFolder(data));
  media.downloadLimit = start.settings.downloadLimit;
  const scratch = join(temporary, "files");
  for (const folder of [data, media.folder, scratch]) await makePrivateFolder(folder);
  const { keptResults, mediaLimit } = start.settings;
  const storeStart = {
    media: media.folder,
    wasm: join(start.dist, "sql-wasm.wasm"),
    limits: { keptResults, mediaLimit },
  };
  const processes = createWorkflowProcesses({
    dist: start.dist,
    cache: start.cache,
    roots: start.roots,
    log: (stream, text) =>
      emit?.({ type: "log", level: stream === "stderr" ? "warning" : "info", text: redact(text) }),
  });
  // While the store opens: the engine starts because somebody wants to see a workflow.
  if (start.trusted) processes.prepare(start.first);
  const worker = start.data === undefined ? undefined : join(start.dist, "store-worker.cjs");
  const store = await openStore({ ...storeStart, folder: start.data, worker }).catch(
    async (error: unknown) => {
      await processes.dispose();
      throw error;
    },
  );
  // Nothing runs before.
  await secretsKnown;
  const remote =
    start.queue &&
    engineQueue(start.queue, {
      cache: start.cache,
      media,
      log: (text) => emit?.({ type: "log", level: "warning", text }),
    });
  let memory: ReturnType<typeof openStore> | undefined;
  const services = createServices({
    credentials,
    cacheFolder: start.cache,
    env: process.env,
    media,
    trusted: () => engine.trusted,
    askLocalSpace,
  });
  services.apis.onChange((space) => emit?.({ type: "api-changed", space }));
  const engine: Engine = new Engine({
    parts: {
      processes,
      services,
      media,
      store,
      memoryStore: () => (memory ??= openStore({ ...storeStart })),
      layouter: layout
        ? new AdaptiveLayouter(() => new Worker(join(start.dist, "layout-worker.cjs"), layoutThread))
        : undefined,
      groups: new ConcurrencyGroups(),
      ...(remote && { remote }),
      scratch,
      roots: start.roots,
      account: async () => {
        if (!(await credentials.huggingFaceToken())) return { signedIn: false };
        if (!engine.trusted) return { signedIn: true };
        return { signedIn: true, ...(await services.hub.whoAmI().catch(() => undefined)) };
      },
      duplicateSpace: (space) => services.hub.duplicateSpace(space),
      forget: (what) => services.forget(what),
    },
    settings: start.settings,
    trusted: start.trusted,
    served,
    inspect,
    emit,
  });
  return {
    engine,
    stop: async () => {
      try {
        // Jobs go on: whoever opens the workflow again gets their results.
        await remote?.leave();
        await engine.stop();
      } finally {
        await (await memory)?.close();
        await rm(temporary, { recursive: true, force: true });
      }
    },
  };
}
