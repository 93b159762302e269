import type { Environment } from "../../hub/endpoint.ts";
import type { Hub } from "../../hub/hub.ts";
import type { LocalPaths } from "./clone-folder.ts";

/** What every step of getting a Space to run locally needs. */
export interface LocalWork {
  /** `owner/name`. */
  readonly id: string;
  readonly hub: Hub;
  readonly paths: LocalPaths;
  /** For the programs that are run. */
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** What is being done, for the card. */
  tell(text: string): void;
  /** A line that a program printed, where the person wants to see them all. */
  line(text: string): void;
}
