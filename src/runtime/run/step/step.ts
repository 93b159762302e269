import type { AllowedPaths } from "../../files/allowed-paths.ts";
import type { UntrustedText } from "../../files/untrusted-text.ts";
import type { StepPrefetch } from "../prefetch.ts";
import type { CallContext } from "./step-events.ts";
import type { AppSession } from "../../sheets/store.ts";
import type { ExactIntegers } from "../../values/exact-integers.ts";
import type { Value } from "../../values/value.ts";
import type { NodeCalls } from "../calls/node-calls.ts";
import type { StateNeed } from "./step-states.ts";

/** Equal work has the same key, wherever it is asked for. */
export interface StepIdentity {
  /** The key of the result, or of the item. */
  readonly key: string;
  /** Whether a result that is there does not count. */
  readonly again: boolean;
}

/** What a step may use while it runs. */
export interface StepContext extends CallContext {
  /** The workflow file's folder, where relative paths in inputs start. */
  readonly folder?: string;
  /** The files of this machine that text in inputs may name. */
  readonly allowedPaths?: AllowedPaths;
  /** Inputs that Spaces or models wrote: no text among them names a file of this machine. */
  readonly untrusted?: UntrustedText;
  /** Texts that the person gave the step as inputs: addresses among them may lead into their own network. */
  readonly written?: ReadonlySet<string>;
  /** Integers in the inputs that lose digits as numbers. */
  readonly exact?: () => ExactIntegers | undefined;
  readonly prefetch?: StepPrefetch;
  /** Which work the step is, for functions that run elsewhere. Undefined in tests of a node and in calls of a function. */
  readonly identity?: StepIdentity;
  /** What a call has to find in the states of its app. Throws a `StepError` where it is certain that it is gone. */
  readonly states?: () => StateNeed | undefined;
  /** Begins the calls that a function makes while it runs once; undefined where it may call nothing. */
  readonly calls?: () => NodeCalls;
}

/** What a call to a service returned. */
export interface ServiceResult {
  /** The endpoint's return values in order, with their files imported into the media folder. */
  readonly returned: readonly Value[];
  /** Integers in it that lose digits as numbers. */
  readonly exact?: ExactIntegers;
  /** The commit of the Space or model that answered, if it is known. */
  readonly commit?: string;
  /** Where the call left something in the states of its app. */
  readonly session?: AppSession;
}
