import type { Readable } from "node:stream";
import type { Json } from "../../values/value.ts";
import { Rpc } from "../../rpc/rpc.ts";
import { childWire } from "../../rpc/wires.ts";
import { Deferred } from "../deferred.ts";
import type { Ending } from "./exit-reasons.ts";
import { killTree } from "./kill-tree.ts";
import type { Packed } from "../../rpc/chunks.ts";
import {
  type LoadReply,
  type LoadRequest,
  type ParentCalls,
  type ParentEvent,
  type ProcessCalls,
  type ProcessEvent,
  reportDescriptor,
  type WatchdogReport,
} from "../protocol.ts";
import { type StartedProcess, type StartOptions, startProcess } from "./start-process.ts";
import { ChunkTransfers } from "../../rpc/chunk-transfer.ts";

/** Milliseconds to wait for the remaining output of a process that has ended. */
const outputLimit = 300;

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
}

/** One child process: standby until it is given an owner and a file to load. */
export class WorkflowProcess {
  readonly transfers: ChunkTransfers;
  readonly #started: StartedProcess;
  readonly #rpc: Rpc<ProcessCalls, ParentCalls, ProcessEvent, ParentEvent>;
  readonly #ended = new Deferred<Ending>();
  readonly #gone = new Deferred<void>();
  #owner: ProcessOwner | undefined;
  #report: WatchdogReport | undefined;
  #errorOutput = "";
  #killing: Promise<void> | undefined;

  constructor(options: StartOptions) {
    this.#started = startProcess(options);
    const { child } = this.#started;
    this.#rpc = new Rpc<ProcessCalls, ParentCalls, ProcessEvent, ParentEvent>(
      childWire(child),
      { test: ({ inputs, ...node }) => this.#test(node, inputs) },
      (event) => this.#onEvent(event),
    );
    this.transfers = new ChunkTransfers((chunk) => this.#rpc.emit(chunk));
    child.once("error", () => {
      this.#gone.resolve();
      this.#ended.resolve(this.#ending(null, null));
    });
    child.once("exit", (code, signal) => void this.#settleEnd(code, signal));
    this.#listen();
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

  get remote() {
    return this.#rpc.remote;
  }

  own(owner: ProcessOwner): void {
    this.#owner = owner;
  }

  async load(request: LoadRequest): Promise<LoadReply> {
    return this.remote.load(request);
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

  #onEvent(event: ProcessEvent): void {
    switch (event.type) {
      case "chunk":
        this.transfers.receive(event);
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

  async #test(node: { graph: string; node: string }, inputs: Packed | undefined): Promise<Packed> {
    if (!this.#owner) throw new Error("Nobody uses this process.");
    const values = inputs && (this.transfers.unpack(inputs) as Readonly<Record<string, Json>>);
    return this.transfers.pack(await this.#owner.test(node, values));
  }

  #listen(): void {
    const { child } = this.#started;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#owner?.onOutput("stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errorOutput = (this.#errorOutput + text).slice(-4000);
      this.#owner?.onOutput("stderr", text);
    });
    let line = "";
    const reports = child.stdio[reportDescriptor] as Readable | null | undefined;
    reports?.setEncoding("utf8").on("data", (text: string) => {
      line += text;
      for (let end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
        this.#report = JSON.parse(line.slice(0, end)) as WatchdogReport;
        line = line.slice(end + 1);
        this.#owner?.onReport(this.#report);
      }
    });
    for (const stream of [child.stdout, child.stderr, reports]) stream?.on("error", () => {});
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
    return { code, signal, report: this.#report, errorOutput: this.#errorOutput };
  }
}
