import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import type { WorkflowDescription } from "../graph/description.ts";
import type { Json } from "../values/value.ts";
import type { CallContext } from "./step/step-events.ts";

/** One piece of user code to run. Files are path strings on this side: that is what workflow code sees. */
export type UserCall =
  /** The function of an FnNode, with its preprocess and postprocess. Replies with the outputs by port. */
  | {
      readonly type: "fn";
      readonly graph: string;
      readonly node: string;
      readonly inputs: Readonly<Record<string, Json>>;
    }
  /** Replies with its return value: the inputs for the service. */
  | {
      readonly type: "preprocess";
      readonly graph: string;
      readonly node: string;
      readonly inputs: Readonly<Record<string, Json>>;
    }
  /** Replies with its return value: the outputs in order or by name. */
  | {
      readonly type: "postprocess";
      readonly graph: string;
      readonly node: string;
      readonly returned: readonly Json[];
    }
  /** Gives a result for a node that failed, by its fallback. Replies with the outputs in order or by name. */
  | { readonly type: "fallback"; readonly graph: string; readonly node: string; readonly message: string }
  /** Calls the callables of a node once each. Replies with their return values, by input name. */
  | {
      readonly type: "draw";
      readonly graph: string;
      readonly node: string;
      readonly inputs: readonly string[];
    };

/**
 * The group of FnNodes that are not `concurrent`. They run one at a time and always in the same process, so that module
 * variables keep their values between calls. Functions of other groups run in other processes.
 */
export const exclusiveGroup: ConcurrencyGroup = { name: "one at a time", limit: 1 };

export type FnCall = Extract<UserCall, { type: "fn" }>;

/**
 * A call of `exclusiveGroup` that was put into its process's queue before the engine started its step, so that the process
 * does not wait for messages between short functions.
 */
export interface PrefetchedCall {
  /** Whether it has not started and never will. */
  readonly lost: boolean;
  /** Called when its step starts. Resolves to the reply, or to undefined if the call is lost: then use `Generation.call`. */
  claim(context: CallContext): Promise<Json | undefined>;
  /** Takes it out of the queue. No effect once it was claimed or has started. */
  recall(): void;
  /** Says that it will not be claimed: it is taken out of the queue, or stopped if it has started. No effect once claimed. */
  drop(): void;
}

/** The nodes that a function calls while it runs once. Files are path strings, as in all that workflow code sees. */
export interface FunctionCalls {
  /** Rejects with `StepError`. */
  call(node: string, inputs: Readonly<Record<string, Json>>): Promise<Readonly<Record<string, Json>>>;
  /** The function has ended: stops what it still waits for. */
  end(): void;
}

/** An input that is the output of an earlier prefetched call. */
export interface PrefetchedInput {
  readonly from: PrefetchedCall;
  readonly port: string;
}

export interface PrefetchOptions {
  readonly timeout?: number;
  readonly files: string;
  /** By input. */
  readonly wired: Readonly<Record<string, PrefetchedInput>>;
  /** False if its step has already started: prefetched calls then go behind it. */
  readonly beforeItsTurn: boolean;
}

/**
 * The processes that have loaded one version of a workflow file. A save makes a new generation; the old one finishes its
 * calls and ends. Every process loads the file itself and finds nodes by name.
 */
export interface Generation {
  readonly description: WorkflowDescription;
  /** Messages for the person although the file loaded, such as about an installed `daggr` of another version. */
  readonly notices: readonly string[];
  /**
   * Runs user code in one of the processes. Rejects with `StepError`. On abort, first the function's own `signal` is
   * aborted, then, if it does not end by itself soon, its process tree is killed and a new process takes its place.
   */
  call(
    call: UserCall,
    group: ConcurrencyGroup,
    context: CallContext & {
      readonly timeout?: number;
      readonly files: string;
      /** Begins the calls of nodes that a function makes; undefined where it may make none. */
      readonly functionCalls?: () => FunctionCalls;
    },
  ): Promise<Json>;
  /** Queues a call of `exclusiveGroup`. Undefined if that is not possible: then use `call`. */
  prefetch(call: FnCall, options: PrefetchOptions): PrefetchedCall | undefined;
  /** Accepts no new calls, and ends the processes after the last running call. */
  retire(): void;
  /** Kills the processes now. */
  dispose(): Promise<void>;
}
