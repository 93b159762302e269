import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../../scripts/lib/paths.mjs";
import { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import type { Services } from "../../../../src/runtime/run/services.ts";
import type { WorkflowProcesses } from "../../../../src/runtime/process/load-options.ts";
import type { EngineSettings } from "../../../../src/runtime/protocol/session.ts";
import { ConcurrencyGroups } from "../../../../src/runtime/run/concurrency-groups.ts";
import type { Workers } from "../../../../src/runtime/session/engine-context.ts";
import { Engine } from "../../../../src/runtime/session/engine.ts";
import { openStore } from "../../../../src/runtime/sheets/open-store.ts";
import type { SheetStore } from "../../../../src/runtime/sheets/store.ts";
import { EventHub, TestCanvas } from "./canvas.ts";

export const settings: EngineSettings = {
  hostLimit: 8,
  keptResults: 100,
  mediaLimit: 10 ** 9,
  downloadLimit: 10 ** 9,
  loadTimeout: 20,
  dependencyCheck: "ask",
};

const wasm = inRoot("node_modules", "sql.js", "dist", "sql-wasm.wasm");

export interface TestEngine {
  readonly engine: Engine;
  readonly events: EventHub;
  readonly store: SheetStore;
  canvas(options?: { graph?: string; canvas?: string; owner?: string }): Promise<TestCanvas>;
  stop(): Promise<void>;
}

export interface TestEngineOptions {
  readonly file?: string;
  readonly services?: Partial<Services>;
  readonly remote?: Workers;
  /** A folder that outlives the engine. */
  readonly data?: string;
  readonly settings?: Partial<EngineSettings>;
  readonly trusted?: boolean;
  readonly served?: boolean;
  readonly account?: { readonly signedIn: boolean; readonly name?: string };
  /** Folders of the workspace. */
  readonly roots?: readonly string[];
}

const noServices: Services = {
  hostOf: () => Promise.resolve("test"),
  callSpace: () => Promise.reject(new Error("No Spaces here.")),
  callModel: () => Promise.reject(new Error("No models here.")),
  fileShapes: () => Promise.resolve(new Map()),
  stateUse: () => Promise.resolve(undefined),
  commitOf: () => Promise.resolve(undefined),
  certainFailure: () => Promise.resolve(undefined),
  dispose: () => Promise.resolve(),
};

/** An engine with a real store and media folder, and the processes and services that a test gives it. */
export async function testEngine(
  processes: WorkflowProcesses,
  options: TestEngineOptions = {},
): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), "daggr-session-"));
  const data = options.data ?? folder;
  const media = new MediaFolder(join(data, "media"));
  const store = await openStore({ folder: options.data, media: media.folder, wasm });
  const events = new EventHub();
  const memory: SheetStore[] = [];
  const engine = new Engine({
    parts: {
      processes,
      services: { ...noServices, ...options.services },
      media,
      store,
      memoryStore: async () => {
        memory[0] ??= await openStore({ media: media.folder, wasm });
        return memory[0];
      },
      groups: new ConcurrencyGroups(),
      ...(options.remote && { remote: options.remote }),
      scratch: join(folder, "files"),
      roots: options.roots ?? [],
      account: () => Promise.resolve(options.account ?? { signedIn: false }),
      duplicateSpace: (space) => Promise.resolve(`me/${space.split("/")[1]}`),
      forget: () => Promise.resolve(),
    },
    settings: { ...settings, ...options.settings },
    trusted: options.trusted ?? true,
    served: options.served,
    emit: events.emit,
  });
  const file = options.file ?? "/workflows/test.ts";
  return {
    engine,
    events,
    store,
    canvas: (which) => TestCanvas.open(engine, events, file, which),
    stop: async () => {
      try {
        await engine.stop();
      } finally {
        for (const one of memory) await one.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
