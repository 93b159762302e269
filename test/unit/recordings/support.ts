import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileShape } from "../../../src/runtime/components/file-positions.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import type { GradioNodeDescription, InputDescription } from "../../../src/runtime/graph/description.ts";
import { RecordableServices } from "../../../src/runtime/recordings/services.ts";
import type { Services } from "../../../src/runtime/run/services.ts";
import type { ServiceResult } from "../../../src/runtime/run/step/step.ts";
import type { StepEvent } from "../../../src/runtime/run/step/step-events.ts";
import type { Values } from "../../../src/runtime/values/value.ts";

/** What the other side does with a call. */
export type Behaviour = (inputs: Values, media: MediaFolder) => ServiceResult | Promise<ServiceResult>;

/** Recordable services over a behaviour of the test's own, each with a media folder of its own, as on another machine. */
export class Recordable {
  readonly root: Promise<string> = mkdtemp(join(tmpdir(), "daggr-recordings-"));
  /** Calls that were really made. */
  made = 0;

  constructor(
    private readonly behaviour: Behaviour,
    private readonly shapes: Readonly<Record<string, FileShape>> = {},
  ) {}

  /** A machine of its own, which records into `folder` or replays it. */
  async machine(): Promise<{
    readonly services: RecordableServices;
    readonly media: MediaFolder;
    readonly folder: string;
    readonly call: (inputs: Values, of?: Partial<GradioNodeDescription>) => Promise<Called>;
  }> {
    const folder = await mkdtemp(join(await this.root, "machine-"));
    const media = new MediaFolder(join(folder, "media"));
    const services = new RecordableServices(this.#live(media), media, "https://huggingface.co");
    return {
      services,
      media,
      folder,
      call: async (inputs, of) => {
        const events: StepEvent[] = [];
        const context = {
          signal: new AbortController().signal,
          folder,
          emit: (event: StepEvent) => void events.push(event),
        };
        const { returned } = await services.callSpace(nodeOf(inputs, of), inputs, context);
        return { returned, events };
      },
    };
  }

  async recording(): Promise<string> {
    return join(await this.root, "recording");
  }

  /** The records' texts, by name. */
  async records(): Promise<Readonly<Record<string, string>>> {
    const folder = await this.recording();
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    return Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
      ),
    );
  }

  async remove(): Promise<void> {
    await rm(await this.root, { recursive: true, force: true });
  }

  #live(media: MediaFolder): Services {
    const call = async (_node: unknown, inputs: Values) => {
      this.made += 1;
      return this.behaviour(inputs, media);
    };
    return {
      hostOf: () => Promise.resolve("host"),
      callSpace: call,
      callModel: call,
      certainFailure: () => Promise.resolve(undefined),
      fileShapes: () => Promise.resolve(new Map(Object.entries(this.shapes))),
      stateUse: () => Promise.resolve({ app: "ann/app", reads: [], writes: [] }),
      commitOf: () => Promise.resolve("c".repeat(40)),
      dispose: () => Promise.resolve(),
    };
  }
}

export interface Called {
  readonly returned: ServiceResult["returned"];
  readonly events: readonly StepEvent[];
}

function nodeOf(inputs: Values, of: Partial<GradioNodeDescription> = {}): GradioNodeDescription {
  return {
    kind: "gradio",
    name: "paint",
    named: true,
    code: "",
    inputs: Object.keys(inputs).map((name): InputDescription => ({ name, kind: "fixed", value: null })),
    outputs: [],
    hasPreprocess: false,
    hasPostprocess: false,
    space: "ann/painter",
    apiName: "/paint",
    runLocally: false,
    validate: true,
    ...of,
  };
}

/** The message and the help of a call that has to fail. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof StepError) return `${error.failure.message} ${error.failure.help ?? ""}`.trim();
    throw error;
  }
  throw new Error("The call was expected to fail.");
}
