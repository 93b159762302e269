import type { Media } from "../files/media.ts";
import type { Services } from "../run/services.ts";
import type { Layouter } from "../layout/layouter.ts";
import type { WorkflowProcesses } from "../process/load-options.ts";
import type { CanvasState } from "../protocol/canvas.ts";
import type { EngineEvent, EngineSettings } from "../protocol/session.ts";
import type { QueueOverview } from "../protocol/workers.ts";
import type { ConcurrencyGroups } from "../run/concurrency-groups.ts";
import type { RemoteFunctions } from "../run/remote-functions.ts";
import type { SheetStore } from "../sheets/store.ts";

/** The workers of a queue. */
export interface Workers extends RemoteFunctions {
  /** The queue's, without a password; undefined where it is no address. */
  readonly address: string | undefined;
  /** Whether the engine ends, and leaves its jobs in the queue. */
  readonly hasLeft: boolean;
  /** Who takes jobs, and how many there are. Rejects with `StepError` where the queue cannot be asked. */
  overview(): Promise<QueueOverview>;
}

/** What an engine is made of. Tests replace single parts; `assemble.ts` makes the real ones. */
export interface EngineParts {
  readonly processes: WorkflowProcesses;
  readonly services: Services;
  readonly media: Media;
  readonly store: SheetStore;
  /** For graphs with `persistKey: false`. */
  readonly memoryStore: () => Promise<SheetStore>;
  /** Left out where nobody looks: the terminal. */
  readonly layouter?: Layouter;
  readonly groups: ConcurrencyGroups;
  /** Undefined where no queue is set. */
  readonly remote?: Workers;
  /** Folder for what functions write before it is taken in. */
  readonly scratch: string;
  /** Folders of the workspace: code may hand on files in them. */
  readonly roots: readonly string[];
  /** Who is signed in to Hugging Face; may ask the Hub, so it is never waited for. */
  readonly account: () => Promise<CanvasState["account"]>;
  /** Copies a Space under the person's own name; resolves with the copy's. */
  readonly duplicateSpace: (space: string) => Promise<string>;
  /** The account changed, or the cached APIs must be forgotten. */
  readonly forget: (what: { readonly cache: boolean }) => Promise<void>;
}

/** What all sessions of an engine share. */
export interface EngineContext {
  readonly parts: EngineParts;
  settings: EngineSettings;
  trusted: boolean;
  /** Whether the workflow is served, so that others enter what its canvas inputs hold. */
  readonly served: boolean;
  /** For a debugger: each load of a file waits until one is attached. As in `LoadOptions`. */
  readonly inspect?: ((port: number) => void) | undefined;
  emit(event: EngineEvent): void;
}
