import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { filesOf } from "../components/component-queries.ts";
import { noFiles, type FileShape } from "../components/file-positions.ts";
import { importFiles, exportPaths, hasMediaPath, type ImportFilesOptions } from "../files/file-values.ts";
import type { AllowedPaths } from "../files/allowed-paths.ts";
import type { Media } from "../files/media.ts";
import type { FnNodeDescription, OutputView, StepDescription } from "../graph/description.ts";
import type { ComponentDescription } from "../components/description.ts";
import { assignInOrder, assignReturned, type Assigned } from "../graph/outputs.ts";
import type { Json, Value, Values } from "../values/value.ts";
import {
  exclusiveGroup,
  type FnCall,
  type Generation,
  type PrefetchOptions,
  type PrefetchedCall,
  type UserCall,
} from "./workflow-code.ts";
import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import { functionCalls } from "./calls/function-calls.ts";
import type { NodeCalls } from "./calls/node-calls.ts";
import type { StepPrefetch } from "./prefetch.ts";
import { isLarge } from "../rpc/chunks.ts";
import { type StepContext } from "./step/step.ts";
import type { StepEvent } from "./step/step-events.ts";
import type { StepOutput } from "./executor.ts";
import { StepError } from "../failures/failure.ts";
import { redactValue } from "../failures/secrets.ts";

type Fitting = Pick<StepOutput, "outputs" | "misfit">;
type Source = Pick<ImportFilesOptions, "from" | "untrusted">;

/** Calls the code of one graph in the processes of one generation. */
export class UserCode {
  constructor(
    readonly graph: string,
    readonly generation: Generation,
    private readonly media: Media,
    /** Folder in which each call gets a folder for the files it makes. Returned files are copied from there to the media folder. */
    private readonly scratch: string,
    readonly folder: string,
    readonly allowedPaths: AllowedPaths,
  ) {}

  /** The outputs of a function node, by port. */
  async fn(
    node: FnNodeDescription,
    inputs: Values,
    group: ConcurrencyGroup,
    context: StepContext,
  ): Promise<Values> {
    const called: NodeCalls[] = [];
    const untrusted = () => [
      ...(context.untrusted?.() ?? []),
      ...called.flatMap((one) => [...one.untrusted()]),
    ];
    const calls = context.calls && {
      calls: () => {
        const begun = context.calls!();
        called.push(begun);
        return begun;
      },
    };
    const own = { ...this.#withImportedEvents(node, { ...context, untrusted }), ...calls };
    const reply = (await this.#replyOf(node, inputs, group, own)) as Values;
    const assigned = assignInOrder(
      node,
      node.outputs.map(({ name }) => reply[name] ?? null),
    );
    if (assigned.type === "mismatch") throw new StepError({ message: assigned.message, at: node.source });
    return this.importOutputs(node, assigned.outputs, { untrusted });
  }

  async #replyOf(
    node: FnNodeDescription,
    inputs: Values,
    group: ConcurrencyGroup,
    context: StepContext,
  ): Promise<Json> {
    const call = this.#fnCall(node, inputs);
    const sent = group === exclusiveGroup ? this.#sendWithFollowing(node, call, context.prefetch) : undefined;
    return (await sent?.claim(context)) ?? this.#call(call, group, context, node.timeout);
  }

  /** Queues the call in its process if it is not there yet, and prefetches the calls that follow. Undefined if it cannot be queued. */
  #sendWithFollowing(
    node: FnNodeDescription,
    call: FnCall,
    prefetch: StepPrefetch | undefined,
  ): PrefetchedCall | undefined {
    if (!prefetch) return undefined;
    const sentAhead = prefetch.call();
    const own = sentAhead ?? this.#send(node, call, {}, prefetch.patient);
    if (!own) return undefined;
    if (own !== sentAhead) prefetch.ownCallSent(own);
    // Nothing is prefetched behind large inputs: sending them costs more than the wait that is saved, and they would fill the process's memory.
    if (isLarge(call.inputs)) return own;
    for (const { node, inputs, wired, sent } of prefetch.following()) {
      const following = this.#fnCall(node, inputs);
      const next = isLarge(following.inputs) ? undefined : this.#send(node, following, wired, true);
      if (!next) break;
      sent(next);
    }
    return own;
  }

  #send(
    { timeout }: FnNodeDescription,
    call: FnCall,
    wired: PrefetchOptions["wired"],
    beforeItsTurn: boolean,
  ): PrefetchedCall | undefined {
    return this.generation.prefetch(call, {
      timeout,
      files: this.#newFolder(),
      wired,
      beforeItsTurn,
    });
  }

  #fnCall({ name }: FnNodeDescription, inputs: Values): FnCall {
    return { type: "fn", graph: this.graph, node: name, inputs: this.#paths(inputs) };
  }

  /** Runs the node's `preprocess` and returns the inputs for the service. */
  async preprocess(node: StepDescription, inputs: Values, context: StepContext): Promise<Values> {
    const call: UserCall = {
      type: "preprocess",
      graph: this.graph,
      node: node.name,
      inputs: this.#paths(inputs),
    };
    const reply = await this.#call(call, hooks, context);
    if (typeof reply === "object" && reply !== null && !Array.isArray(reply)) return reply as Values;
    throw new StepError({
      message: `preprocess of '${node.name}' must return an object of inputs by name, but returned ${typeInWords(reply)}.`,
      at: node.source,
    });
  }

  /** Runs the node's `postprocess` on the service's return values. */
  async postprocess(
    node: StepDescription,
    returned: readonly Value[],
    context: StepContext,
  ): Promise<Fitting> {
    const paths = returned.map((value) => exportPaths(value, this.media));
    const call: UserCall = { type: "postprocess", graph: this.graph, node: node.name, returned: paths };
    const reply = await this.#call(call, hooks, context);
    return this.fitting(node, assignReturned(node, reply), { untrusted: () => returned });
  }

  /** The outputs that a node's fallback gives in place of its own. */
  async fallback(node: StepDescription, message: string, context: StepContext): Promise<Fitting> {
    const call: UserCall = { type: "fallback", graph: this.graph, node: node.name, message };
    const reply = await this.#call(call, hooks, context);
    // The message may be a Space's own words.
    const untrusted = () => [...(context.untrusted?.() ?? []), message];
    return this.fitting(node, assignReturned(node, reply), { untrusted });
  }

  /** The values of callables, by input name. */
  async draw(node: StepDescription, inputs: readonly string[], context: StepContext): Promise<Values> {
    const call: UserCall = { type: "draw", graph: this.graph, node: node.name, inputs };
    return (await this.#call(call, hooks, context)) as Values;
  }

  #call(call: UserCall, group: ConcurrencyGroup, context: StepContext, timeout?: number): Promise<Json> {
    const { media, folder, allowedPaths, generation } = this;
    const files = this.#newFolder();
    const graph = generation.description.graphs.find(({ name }) => name === this.graph);
    const { calls } = context;
    return generation.call(call, group, {
      signal: context.signal,
      emit: (event) => context.emit(event),
      timeout,
      files,
      ...(calls && {
        functionCalls: () => functionCalls(calls(), { graph, media, folder, allowedPaths, files }),
      }),
    });
  }

  #newFolder(): string {
    return join(this.scratch, randomUUID());
  }

  #paths(inputs: Values): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, exportPaths(value, this.media)]),
    );
  }

  /**
   * The outputs that fit, with their files imported, and why the others do not.
   * @throws {StepError} where none fits
   */
  async fitting(node: StepDescription, assigned: Assigned, source: Source): Promise<Fitting> {
    if (assigned.type === "outputs")
      return { outputs: await this.importOutputs(node, assigned.outputs, source) };
    const { message, help, fitting, misfits } = assigned;
    const failure = { message, help, at: node.source };
    if (Object.values(fitting).every((value) => value === null)) throw new StepError(failure);
    const outputs = await this.importOutputs(node, fitting, source);
    return { outputs, misfit: { failure: redactValue(failure), outputs: redactValue(misfits) } };
  }

  /** The values by port, with their files imported into the media folder. Paths that come from a service are refused. */
  async importOutputs(node: StepDescription, values: Values, source: Source): Promise<Values> {
    const outputs: Record<string, Value> = {};
    for (const { name, view } of node.outputs) {
      const value = values[name];
      if (value === undefined) continue;
      const plain = value === null || (holdsNoFiles(view) && !hasMediaPath(value, this.media.folder));
      outputs[name] = plain ? value : await this.#importView(view, value, source);
    }
    return outputs;
  }

  async #importView(view: OutputView, value: Value, source: Source): Promise<Value> {
    if (view.kind === "items") {
      return Promise.all(
        (value as readonly Values[]).map((item) => this.#importItem(view.fields, item, source)),
      );
    }
    return this.#importValue(view.kind === "component" ? filesOf(view.component) : noFiles, value, source);
  }

  async #importItem(
    fields: Readonly<Record<string, ComponentDescription>>,
    item: Values,
    source: Source,
  ): Promise<Value> {
    const imported: Record<string, Value> = { ...item };
    for (const [field, component] of Object.entries(fields)) {
      if (item[field] !== undefined)
        imported[field] = await this.#importValue(filesOf(component), item[field], source);
    }
    return imported;
  }

  #importValue(shape: FileShape, value: Value, source: Source): Promise<Value> {
    // Values that the code passed on unchanged may still hold references, which `importFiles` leaves as they are.
    const { folder, allowedPaths } = this;
    return importFiles(value as Json, shape, this.media, { folder, allowedPaths, ...source });
  }

  /** Imports the files of partial outputs too. They stay in order; one whose files cannot be imported is left out. */
  #withImportedEvents(node: StepDescription, context: StepContext): StepContext {
    const { untrusted } = context;
    let last: Promise<void> = Promise.resolve();
    const partial = (event: StepEvent & { type: "partial" }) => {
      last = last
        .then(() => this.importOutputs(node, event.outputs, { untrusted }))
        .then((outputs) => context.emit({ type: "partial", outputs }))
        .catch(() => {});
    };
    return {
      signal: context.signal,
      untrusted,
      prefetch: context.prefetch,
      emit: (event) => (event.type === "partial" ? partial(event) : context.emit(event)),
    };
  }
}

function holdsNoFiles(view: OutputView): boolean {
  return view.kind === "hidden" || (view.kind === "component" && filesOf(view.component).kind === "none");
}

/** Calls of `preprocess`, `postprocess` and callables. Several run at a time, so that one that hangs does not block the others. */
const hooks: ConcurrencyGroup = { name: "hooks", limit: 4 };

function typeInWords(value: Json): string {
  if (value === null) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
