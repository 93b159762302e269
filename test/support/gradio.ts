import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { freePort } from "./ports.ts";
import { startProcess } from "./processes.ts";

/** The apps in test/apps. All except `full`, `components` and `example_spaces` run under every supported version of Gradio. */
export type AppName =
  | "core"
  | "full"
  | "components"
  | "painter"
  | "cutout"
  | "speech"
  | "example_spaces"
  | "login"
  | "strict"
  | "mounted"
  | "integers"
  | "outputs"
  | "changing"
  | "previews"
  | "states"
  | "generators"
  | "inputs"
  | "updates";

export interface AppOptions {
  /** Gradio's major version; 6 by default. */
  readonly version?: 6 | 5 | 4;
  readonly env?: Readonly<Record<string, string>>;
}

/** A real Gradio app. */
export interface App {
  readonly url: string;
  /** What the app has printed, shown when a test fails. */
  log(): string;
  stop(): Promise<void>;
}

const apps = fileURLToPath(new URL("../apps", import.meta.url));

/** Starts an app and waits until it answers. The caller stops it. */
export async function startApp(name: AppName, { version = 6, env }: AppOptions = {}): Promise<App> {
  const temporary = await mkdtemp(join(tmpdir(), `gradio-${name}-`));
  const port = await freePort();
  const child = await startProcess(pythonOf(`gradio-${version}`), [join(apps, `${name}.py`)], {
    ready: /^serving$/m,
    env: {
      PORT: String(port),
      GRADIO_TEMP_DIR: temporary,
      GRADIO_ANALYTICS_ENABLED: "False",
      HF_HUB_OFFLINE: "1",
      NO_PROXY: "127.0.0.1,localhost",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
      ...env,
    },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: child.log,
    async stop() {
      await child.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

const shared = new Map<string, Promise<App>>();

/**
 * An app that is shared by all test files of a run, since starting one takes some seconds. Only for tests that do not change
 * the app. It is stopped after the last test.
 */
export function sharedApp(name: AppName, options: AppOptions = {}): Promise<App> {
  const key = JSON.stringify([name, options]);
  const app = shared.get(key) ?? startApp(name, options);
  shared.set(key, app);
  return app;
}

/** Stops all shared apps. Programs that do not run under mocha call it themselves. */
export async function stopSharedApps(): Promise<void> {
  const all = await Promise.allSettled([...shared.values()]);
  shared.clear();
  await Promise.all(all.flatMap((app) => (app.status === "fulfilled" ? [app.value.stop()] : [])));
}

// This module is imported while mocha loads the test files, so this is a root hook: it runs after all tests.
if (typeof after === "function") after(stopSharedApps);
