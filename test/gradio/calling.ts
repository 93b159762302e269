import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MediaFolder } from "../../src/runtime/files/media-folder.ts";
import type { GradioTimeouts } from "../../src/runtime/gradio/timeouts.ts";
import type { Credentials } from "../../src/runtime/hub/client.ts";
import type { GradioNodeDescription } from "../../src/runtime/graph/description.ts";
import type { FileRef, Value, Values } from "../../src/runtime/values/value.ts";
import type { Environment } from "../../src/runtime/hub/endpoint.ts";
import type { StepEvent } from "../../src/runtime/run/step/step-events.ts";
import { StepError, type StepFailure } from "../../src/runtime/failures/failure.ts";
import { createServices, type ServiceOptions } from "../../src/runtime/services.ts";

/** One call, while it goes on. */
export interface Call {
  readonly events: StepEvent[];
  readonly returned: Promise<readonly Value[]>;
  stop(): void;
}

export interface CallOptions {
  readonly outputs?: readonly string[];
  readonly folder?: string;
  readonly hasPostprocess?: boolean;
  readonly runLocally?: boolean;
}

/** The services as a run has them, with a media folder of their own. */
export interface Caller {
  readonly services: ReturnType<typeof createServices>;
  readonly media: MediaFolder;
  /** A folder for the test's own files. */
  readonly folder: string;
  start(space: string, apiName: string | number, inputs: Values, options?: CallOptions): Call;
  call(
    space: string,
    apiName: string | number,
    inputs?: Values,
    options?: CallOptions,
  ): Promise<readonly Value[]>;
  /** The failure of a call that has to fail. */
  failure(
    space: string,
    apiName: string | number,
    inputs?: Values,
    options?: CallOptions,
  ): Promise<StepFailure>;
  read(file: Value | undefined): Promise<Buffer>;
  dispose(): Promise<void>;
}

export interface CallerOptions {
  readonly credentials?: Partial<Credentials>;
  readonly env?: Environment;
  readonly limits?: Partial<GradioTimeouts>;
  readonly askLocalSpace?: ServiceOptions["askLocalSpace"];
}

/** Nowhere: tests that do not have a Hub of their own must not ask the real one. */
const noHub = { HF_ENDPOINT: "http://127.0.0.1:9" };

export async function startCalling({
  credentials,
  env = noHub,
  limits,
  askLocalSpace,
}: CallerOptions = {}): Promise<Caller> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-calls-"));
  const media = new MediaFolder(join(folder, "media"));
  const services = createServices({
    credentials: {
      huggingFaceToken: () => Promise.resolve(undefined),
      login: () => Promise.resolve(undefined),
      ...credentials,
    },
    cacheFolder: join(folder, "cache"),
    // Otherwise the token of the person who runs the tests would be found.
    env: { HF_HOME: join(folder, "huggingface"), PATH: process.env["PATH"], ...env },
    media,
    askLocalSpace,
    ...(limits ? { timeouts: limits } : {}),
  });
  const start: Caller["start"] = (space, apiName, inputs, options = {}) => {
    const events: StepEvent[] = [];
    const stop = new AbortController();
    const node = describeNode(space, apiName, options);
    const returned = services
      .callSpace(node, inputs, {
        signal: stop.signal,
        emit: (event) => void events.push(event),
        folder: options.folder ?? folder,
      })
      .then((result) => result.returned);
    // Whoever awaits it gets the rejection; a test that ends early must not be blamed for it.
    returned.catch(() => {});
    return { events, returned, stop: () => stop.abort() };
  };
  return {
    services,
    media,
    folder,
    start,
    call: (space, apiName, inputs = {}, options) => start(space, apiName, inputs, options).returned,
    failure: async (space, apiName, inputs = {}, options) => {
      try {
        await start(space, apiName, inputs, options).returned;
      } catch (error) {
        if (error instanceof StepError) return error.failure;
        throw error;
      }
      throw new Error(`${apiName} was expected to fail.`);
    },
    read: async (file) => Buffer.from(await media.read(file as FileRef)),
    dispose: async () => {
      await services.dispose();
      // What is remembered of an app may still be written.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function describeNode(space: string, apiName: string | number, options: CallOptions): GradioNodeDescription {
  const json = { component: "JSON", options: {} } as const;
  return {
    kind: "gradio",
    name: "node",
    named: true,
    code: "",
    inputs: [],
    outputs: (options.outputs ?? ["output"]).map((name) => ({
      name,
      view: { kind: "component", component: json },
    })),
    hasPreprocess: false,
    hasPostprocess: options.hasPostprocess ?? false,
    space,
    apiName,
    runLocally: options.runLocally ?? false,
    validate: true,
  };
}
