import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import type { WorkflowDescription } from "../graph/description.ts";
import type { Json } from "../values/value.ts";
import type { CallContext } from "./step-events.ts";

/** One piece of user code to run. Files are path strings on this side: that is what workflow code sees. */
export type UserCall =
  /** The function of an FnNode, with its preprocess and postprocess. Replies with the outputs by port. */
  | {
      readonly type: "fn";
      readonly graph: string;
      readonly node: string;
      readonly inputs: Readonly<Record<string, Json>>;
    }
  /** Replies with what it returned: the inputs as the service gets them. */
  | {
      readonly type: "preprocess";
      readonly graph: string;
      readonly node: string;
      readonly inputs: Readonly<Record<string, Json>>;
    }
  /** Replies with what it returned, in order or by name. */
  | {
      readonly type: "postprocess";
      readonly graph: string;
      readonly node: string;
      readonly returned: readonly Json[];
    }
  /** Calls the callables of a node once each. Replies with what they drew, by input name. */
  | {
      readonly type: "draw";
      readonly graph: string;
      readonly node: string;
      readonly inputs: readonly string[];
    };

/**
 * The group of FnNodes that are not `concurrent`: one at a time, always in the same process, so that what they keep in
 * variables of the module is there the next time. Functions of other groups get processes of their own.
 */
export const exclusiveGroup: ConcurrencyGroup = { name: "one at a time", limit: 1 };

export type FnCall = Extract<UserCall, { type: "fn" }>;

/**
 * A call of the main group that was put into its process's queue before its turn in the engine came, so that nobody waits for
 * messages between short functions.
 */
export interface PrefetchedCall {
  /** It never began and never will. */
  readonly lost: boolean;
  /** Its turn has come. Gives its reply, or undefined where it never began: then `call` has to make it. */
  claim(context: CallContext): Promise<Json | undefined>;
  /** It gives way to others; without effect once it was claimed or has begun. */
  recall(): void;
  /** It will not be claimed: it does not begin, or is stopped. Without effect once it was claimed. */
  drop(): void;
}

/** Which output of a call that was sent before becomes an input. */
export interface PrefetchedInput {
  readonly from: PrefetchedCall;
  readonly port: string;
}

export interface PrefetchOptions {
  readonly timeout?: number;
  readonly files: string;
  /** By input. */
  readonly wired: Readonly<Record<string, PrefetchedInput>>;
  /** False: its turn has come, so what was sent for others goes behind it. */
  readonly beforeItsTurn: boolean;
}

/**
 * The processes that hold one version of a workflow file. A save makes a new generation; the old one finishes what it is
 * doing and goes. Every process loads the file itself and finds nodes by name.
 */
export interface Generation {
  readonly description: WorkflowDescription;
  /** What a person should know though the file loaded, such as an installed `daggr` of another version. */
  readonly notices: readonly string[];
  /**
   * Runs user code in one of the processes. Rejects with `StepError`. On abort, first the function's own `signal` is
   * aborted, then, if it does not end by itself soon, its process tree is killed and a new process takes its place.
   */
  call(
    call: UserCall,
    group: ConcurrencyGroup,
    context: CallContext & { readonly timeout?: number; readonly files: string },
  ): Promise<Json>;
  /** Puts a call of the main group into the queue; undefined where that cannot be, and `call` has to do. */
  prefetch(call: FnCall, options: PrefetchOptions): PrefetchedCall | undefined;
  /** No new calls; the processes end with the last running one. */
  retire(): void;
  /** Kills the processes now. */
  dispose(): Promise<void>;
}
