import type { BaseArgs, Options } from "@huggingface/inference";
import type { ComponentName } from "../components/description.ts";
import type { FileRef, Value } from "../values/value.ts";
import type { InputReader } from "./input-reader.ts";
import type { InferenceLibrary } from "./inference-library.ts";

/** One thing models do, as far as a workflow is concerned: what goes in, what comes out, and how it is called. */
export interface TaskSpec {
  /** In one sentence. */
  readonly about: string;
  readonly inputs: readonly TaskInput[];
  /** In the order of the returned values. */
  readonly outputs: readonly TaskOutput[];
  call(request: TaskRequest): Promise<readonly Value[]>;
}

export interface TaskInput {
  readonly name: string;
  /** The component that fits it. */
  readonly component: ComponentName;
  readonly required: boolean;
  readonly about: string;
  /** Other names that people give it. */
  readonly also?: readonly string[];
}

export interface TaskOutput {
  readonly name: string;
  readonly component: ComponentName;
  readonly about: string;
}

/** Everything a call needs. */
export interface TaskRequest {
  readonly library: InferenceLibrary;
  /**
   * Model, provider, token, and the inputs that are not the task's own as its parameters. Each task has types of its own for
   * them; what fits is for the provider to say, so they fit all of them here.
   */
  readonly args: BaseArgs & { readonly parameters?: never };
  /** The same parameters, for tasks that take them next to their inputs. */
  readonly parameters: Readonly<Record<string, Value>>;
  readonly options: Options;
  readonly reader: InputReader;
  /** Takes binary results into the media folder. */
  readonly keep: (content: Blob, name: string, kind: "image" | "audio" | "video") => Promise<FileRef>;
  /** Returned values so far. */
  readonly partial: (returned: readonly Value[]) => void;
}
