import { type Duplex, PassThrough } from "node:stream";
import type { Json } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import { ConnectionClosed, Rpc } from "../../rpc/rpc.ts";
import { enginePipe, type PipeEnd, pipeWire } from "../../rpc/wires.ts";
import { Deferred } from "../deferred.ts";
import type { Ending } from "./exit-reasons.ts";
import { killTree } from "./kill-tree.ts";
import type { Packed } from "../../rpc/chunks.ts";
import {
  type CallRequest,
  descriptors,
  type LoadReply,
  type LoadRequest,
  type ParentEvent,
  type ProcessCalls,
  type ProcessEvent,
  type WatchdogReport,
} from "../protocol.ts";
import { JsonLines } from "../../rpc/json-lines.ts";
import * as parse from "./parse-message.ts";
import { type StartedProcess, type StartOptions, startProcess } from "./start-process.ts";
import { ChunkTransfers } from "../../rpc/chunk-transfer.ts";

/** Milliseconds to wait for the remaining output of a process that has ended. */
const outputLimit = 300;

/** Milliseconds from the end of a pipe to the exit of a process that ends by itself. */
const exitLimit = 300;

/** What a process replies is unknown until it was parsed. */
type UntrustedReplies = {
  [Call in keyof ProcessCalls]: (argument: Parameters<ProcessCalls[Call]>[0]) => unknown;
};

type UntrustedCalls = { test(request: unknown): Packed; call(request: unknown): Packed };

/** Receives the events and requests of a process. */
export interface ProcessOwner {
  /** Events of calls. */
  onEvent(event: Extract<ProcessEvent, { type: "started" | "step" | "partial" | "unusable" }>): void;
  /** Output printed outside calls, or by a program that the code started. */
  onOutput(stream: "stdout" | "stderr", text: string): void;
  onReport(report: WatchdogReport): void;
  test(
    node: { readonly graph: string; readonly node: string },
    inputs: Readonly<Record<string, Json>> | undefined,
  ): Promise<Readonly<Record<string, Json>>>;
  /** The function of a call calls a node. */
  nodeCall(
    call: number,
    node: string,
    inputs: Readonly<Record<string, Json>>,
  ): Promise<Readonly<Record<string, Json>>>;
}

/** One child process: standby until it is given an owner and a file to load. */
export class WorkflowProcess {
  readonly transfers: ChunkTransfers;
  readonly #started: StartedProcess;
  readonly #rpc: Rpc<UntrustedReplies, UntrustedCalls, unknown, ParentEvent>;
  readonly #ended = new Deferred<Ending>();
  readonly #gone = new Deferred<void>();
  #owner: ProcessOwner | undefined;
  #report: WatchdogReport | undefined;
  #fault: PipeEnd | undefined;
  #inspected = false;
  #loaded = false;
  #errorOutput = "";
  #killing: Promise<void> | undefined;

  constructor(options: StartOptions) {
    this.#started = startProcess(options);
    const { child } = this.#started;
    this.#rpc = new Rpc(
      pipeWire(this.#pipe("messages"), { ...enginePipe, onEnd: (end) => this.#pipeEnded(end) }),
      {
        test: (request) => this.#test(parse.parseTest(request)),
        call: (request) => this.#nodeCall(parse.parseNodeCall(request)),
      },
      (event) => this.#onEvent(event),
    );
    this.transfers = new ChunkTransfers((chunk) => this.#rpc.emit(chunk));
    child.once("error", () => {
      this.#gone.resolve();
      this.#ended.resolve(this.#ending(null, null));
    });
    child.once("exit", (code, signal) => void this.#settleEnd(code, signal));
    this.#readOutput();
    this.#readReports();
  }

  /** Resolves when the process has exited. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Resolves after `gone`, when everything it started has been killed and its output was read. */
  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  get pid(): number | undefined {
    return this.#started.child.pid;
  }

  own(owner: ProcessOwner): void {
    this.#owner = owner;
  }

  /** Opens an inspector and resolves with its port; `load` then waits for the debugger. */
  async inspect(): Promise<number> {
    this.#inspected = true;
    return this.#reply(await this.#rpc.remote.inspect(null), parse.parsePort).port;
  }

  async load(request: LoadRequest): Promise<LoadReply> {
    const reply = this.#reply(await this.#rpc.remote.load(request), parse.parseLoadReply);
    this.#loaded = true;
    return reply;
  }

  /** Resolves as soon as the process's event loop is free. */
  async ready(): Promise<void> {
    await this.#rpc.remote.ready(null);
  }

  /**
   * Rejects with `StepError` where the code failed, and with `ConnectionClosed` where the process is ending: `ended` says why.
   */
  async call(request: CallRequest): Promise<Json> {
    try {
      const reply = await this.#rpc.remote.call(request);
      return this.transfers.unpack(this.#reply(reply, parse.parsePacked));
    } catch (error) {
      if (error instanceof Error && error.name === "StepError" && "failure" in error)
        throw new StepError(this.#reply(error.failure, parse.parseFailure));
      throw error;
    }
  }

  /** Takes a call out of the process's queue, unless it has started. */
  recall(call: number): void {
    this.#rpc.emit({ type: "recall", call });
  }

  /** Aborts the signal of a running call. */
  abort(call: number): void {
    this.#rpc.emit({ type: "abort", call });
  }

  kill(): Promise<void> {
    return (this.#killing ??= killTree(this.#started));
  }

  /** What came as a reply, if it is one. Otherwise the process is ended, and it rejects as for a process that has ended. */
  #reply<Message>(message: unknown, parseMessage: (message: unknown) => Message): Message {
    try {
      return parseMessage(message);
    } catch {
      this.#end("malformed");
      throw new ConnectionClosed("The workflow process was ended.");
    }
  }

  #onEvent(message: unknown): void {
    let event: ProcessEvent;
    try {
      event = parse.parseEvent(message);
      if (event.type === "chunk") this.transfers.receive(event);
    } catch {
      return this.#end("malformed");
    }
    switch (event.type) {
      case "chunk":
        break;
      case "log":
        this.#owner?.onOutput(event.stream, event.text);
        break;
      case "partial":
        this.#owner?.onEvent(event);
        this.#rpc.emit({ type: "taken", call: event.call });
        break;
      case "started":
      case "step":
      case "unusable":
        this.#owner?.onEvent(event);
    }
  }

  async #test({ inputs, ...node }: ReturnType<typeof parse.parseTest>): Promise<Packed> {
    if (!this.#owner) throw new Error("Nobody uses this process.");
    const values = inputs && (this.transfers.unpack(inputs) as Readonly<Record<string, Json>>);
    return this.transfers.pack(await this.#owner.test(node, values));
  }

  async #nodeCall({ call, node, inputs }: ReturnType<typeof parse.parseNodeCall>): Promise<Packed> {
    if (!this.#owner) throw new Error("Nobody uses this process.");
    const values = parse.parseValues(this.transfers.unpack(inputs));
    return this.transfers.pack(await this.#owner.nodeCall(call, node, values));
  }

  #readOutput(): void {
    const { stdout, stderr } = this.#started.child;
    stdout?.setEncoding("utf8").on("data", (text: string) => this.#owner?.onOutput("stdout", text));
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errorOutput = (this.#errorOutput + text).slice(-4000);
      this.#owner?.onOutput("stderr", text);
    });
    for (const stream of [stdout, stderr]) stream?.on("error", () => {});
  }

  #readReports(): void {
    const lines = new JsonLines();
    const pipe = this.#pipe("reports");
    pipe.on("data", (bytes: Buffer) => {
      try {
        for (const message of lines.read(bytes)) this.#report = parse.parseReport(message);
      } catch {
        return this.#reportsLost("malformed");
      }
      if (this.#report) this.#owner?.onReport(this.#report);
    });
    pipe.on("error", () => {});
    // While it is debugged there is no watchdog, which holds the other end.
    pipe.on("close", () => this.#inspected || this.#reportsLost("closed"));
  }

  /** Which call did it cannot be known: it may have ended. So the calls in the process go on, and it gets no more of them. */
  #reportsLost(end: PipeEnd): void {
    if (this.#loaded) this.#owner?.onEvent({ type: "unusable", reason: "Its watchdog cannot be heard." });
    else this.#pipeEnded(end);
  }

  #pipe(name: keyof typeof descriptors): Duplex {
    // Typed for the three standard streams; there are none at all where the system could not make a process.
    const streams = this.#started.child.stdio as readonly (Duplex | null)[] | undefined;
    return streams?.[descriptors[name]] ?? new PassThrough().destroy();
  }

  /** A process that ends closes its pipes. One that goes on without them can reach nobody. */
  #pipeEnded(end: PipeEnd): void {
    if (end === "malformed") this.#end(end);
    else setTimeout(() => this.#end(end), exitLimit).unref();
  }

  #end(fault: PipeEnd): void {
    if (this.#killing) return;
    this.#fault = fault;
    this.#rpc.dispose();
    void this.kill();
  }

  async #settleEnd(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    const drained = new Promise((resolve) => this.#started.child.once("close", resolve));
    this.#gone.resolve();
    // The processes that it started may still run.
    await this.kill();
    // Output may still be in the pipes. Another process may hold them open, so the wait is limited.
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, outputLimit).unref())]);
    this.#ended.resolve(this.#ending(code, signal));
  }

  #ending(code: number | null, signal: NodeJS.Signals | null): Ending {
    return { code, signal, report: this.#report, fault: this.#fault, errorOutput: this.#errorOutput };
  }
}
