import type { NodeCode } from "../../../daggr/site.ts";
import type { NodeDescription } from "../../../graph/description.ts";
import type { Json, Values } from "../../../values/value.ts";
import { StepError } from "../../../failures/failure.ts";
import { Deferred } from "../../deferred.ts";
import type { CallRequest, ProcessEvent } from "../../protocol.ts";
import type { Packed } from "../../../rpc/chunks.ts";
import type { ChunkTransfers } from "../../../rpc/chunk-transfer.ts";
import { contextFor } from "./context.ts";
import { userCodeFailure, type OwnCode } from "../failures.ts";
import { outputsOf, plainResult } from "./outputs.ts";
import { Partials } from "./partials.ts";
import { Printer } from "../../printer.ts";
import type { RunningCall, RunningCalls } from "./running.ts";
import { drain, isStream } from "./streams.ts";
import type { CallQueue } from "./call-queue.ts";

/** What a loaded workflow offers for calls. */
export interface LoadedWorkflow extends OwnCode {
  find(
    graph: string,
    node: string,
  ): { readonly description: NodeDescription; readonly code: NodeCode } | undefined;
}

export interface CallTools {
  readonly calls: RunningCalls;
  readonly turns: CallQueue;
  /** Of the calls that run. */
  readonly aborts: Map<number, AbortController>;
  readonly transfers: ChunkTransfers;
  emit(event: ProcessEvent): void;
  /** Resolves when the parent has taken a partial output. */
  taken(call: number): Promise<void>;
  /** Calls a node on behalf of a call's function. */
  callNode(call: number, node: unknown, inputs: unknown): Promise<unknown>;
}

/** Runs one piece of user code, when its turn comes, and replies with what it made. */
export async function runCall(
  request: CallRequest,
  workflow: LoadedWorkflow,
  tools: CallTools,
): Promise<Packed> {
  const { id, turn } = request;
  const values = tools.transfers.unpack(request.values);
  const result = turn
    ? tools.turns.run(id, turn, (wired) =>
        runNow(request, { ...(values as Values), ...wired } as Json, workflow, tools),
      )
    : runNow(request, values, workflow, tools);
  return tools.transfers.pack(await result);
}

async function runNow(
  request: CallRequest,
  values: Json,
  workflow: LoadedWorkflow,
  tools: CallTools,
): Promise<Json> {
  const { id, call } = request;
  const found = workflow.find(call.graph, call.node);
  if (!found) {
    throw new StepError({
      message: `This process has no node '${call.node}' in the graph '${call.graph}'.`,
      help: "A workflow must make the same nodes each time it is loaded.",
    });
  }
  const printer = new Printer<"stdout" | "stderr" | "log">((stream, text) =>
    tools.emit({ type: "step", call: id, event: { type: "log", stream, text } }),
  );
  const outcome = new Deferred<Json>();
  const abort = new AbortController();
  tools.aborts.set(id, abort);
  const running: RunningCall = {
    id,
    node: found.description,
    active: true,
    fail: (error) => outcome.reject(error),
    print: (stream, text) => printer.print(stream, text),
  };
  tools.emit({ type: "started", call: id });
  try {
    const code = new CallOfNode(request, found.description, found.code, running, tools, abort);
    tools.calls.run(
      running,
      () => void code.run(values).then((result) => outcome.resolve(result), running.fail),
    );
    return await outcome.promise;
  } catch (error) {
    throw new StepError(userCodeFailure(error, workflow));
  } finally {
    tools.calls.done(running);
    tools.aborts.delete(id);
    printer.flush();
  }
}

class CallOfNode {
  constructor(
    readonly request: CallRequest,
    readonly node: NodeDescription,
    readonly code: NodeCode,
    readonly running: RunningCall,
    readonly tools: CallTools,
    /** Its signal is made by who asks for it: making one takes longer than a short function. */
    readonly abort: AbortController,
  ) {}

  async run(values: Json): Promise<Json> {
    const { call } = this.request;
    switch (call.type) {
      case "fn":
        return (await this.#function(values as Values)) as Json;
      case "preprocess":
        return plainResult(await this.code.preprocess?.(values as Values), "preprocess");
      case "postprocess":
        return plainResult(await this.code.postprocess?.(...(values as unknown[])), "postprocess");
      case "fallback":
        return plainResult(await this.code.fallback?.(new Error(values as string)), "fallback");
      case "draw":
        return this.#draw(call.inputs);
    }
  }

  async #function(given: Values): Promise<Values> {
    const { fn, preprocess } = this.code;
    if (!fn)
      throw new StepError({ message: `'${this.node.name}' is no function node.`, at: this.node.source });
    const inputs = preprocess ? checkedInputs(this.node, await preprocess(given)) : given;
    const returned: unknown = fn(inputs, this.#context());
    // A generator is not awaited: that would take one that has `then` for a promise.
    if (!isStream(returned)) {
      const value = await (returned as Promise<unknown>);
      return isStream(value) ? this.#stream(value) : this.#outputs(value);
    }
    return this.#stream(returned);
  }

  async #stream(stream: Parameters<typeof drain>[0]): Promise<Values> {
    const { tools, request } = this;
    const partials = new Partials(async (value) => {
      const outputs = await tools.transfers.pack((await this.#outputs(value)) as Json);
      if (!this.running.active) return;
      const taken = tools.taken(request.id);
      tools.emit({ type: "partial", call: request.id, outputs });
      await taken;
    });
    try {
      return await this.#outputs(await drain(stream, this.abort.signal, partials.offer));
    } finally {
      partials.close();
    }
  }

  async #outputs(returned: unknown): Promise<Values> {
    const { postprocess } = this.code;
    return outputsOf(this.node, postprocess ? await postprocess(returned) : returned);
  }

  #context(): object {
    const { tools, request, running, abort } = this;
    return contextFor(running, {
      abort,
      files: request.files,
      call: (node, inputs) => tools.callNode(request.id, node, inputs),
      send: (event) => tools.emit({ type: "step", call: request.id, event }),
    });
  }

  async #draw(names: readonly string[]): Promise<Json> {
    const drawn: Record<string, Json> = {};
    for (const name of names) {
      const callable = this.code.callables[name];
      if (!callable) {
        const message = `Input '${name}' of '${this.node.name}' is no function.`;
        throw new StepError({ message, at: this.node.source });
      }
      drawn[name] = plainResult(await callable(), "callable");
    }
    return drawn;
  }
}

function checkedInputs(node: NodeDescription, inputs: unknown): Values {
  if (typeof inputs === "object" && inputs !== null && !Array.isArray(inputs)) return inputs as Values;
  const what =
    inputs === undefined || inputs === null
      ? "nothing"
      : Array.isArray(inputs)
        ? "an array"
        : `a ${typeof inputs}`;
  throw new StepError({
    message: `preprocess of '${node.name}' returned ${what}, but the function takes one object of named inputs.`,
    help: "Return the inputs, changed as you like: return { ...inputs, … }.",
    at: node.source,
  });
}
