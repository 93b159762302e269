import { dirname, resolve } from "node:path";
import * as vscode from "vscode";
import type { OutputResult, RunProblem, TestResult, UpdateResult } from "../../runtime/tests/results.ts";
import type { ExtensionServices } from "../feature.ts";
import { attachDebugger } from "../run/debug.ts";
import { fail, print } from "./outcome.ts";
import type { TargetOf } from "./targets.ts";
import { runTestProcess } from "./test-process.ts";

type FailedOutput = Extract<OutputResult, { status: "failed" }>;
type Recorded = TargetOf<"recorded">;

/** By this the manifest offers "Update Expected Value" on a message. */
const outputContext = "daggr.output";

/** Recorded tests: run or debugged without a network by `daggr test`, and brought up to date where a person accepts what came. */
export class RecordedTests {
  /** What failed last, by test item. */
  readonly #failed = new Map<string, readonly FailedOutput[]>();

  constructor(private readonly services: ExtensionServices) {}

  /** @param debug its functions run under VS Code's debugger */
  async run(
    run: vscode.TestRun,
    item: vscode.TestItem,
    { file, name, path }: Recorded,
    token: vscode.CancellationToken,
    { debug = false }: { readonly debug?: boolean } = {},
  ): Promise<void> {
    run.started(item);
    const started = performance.now();
    let result: TestResult | undefined;
    const stop = new vscode.CancellationTokenSource();
    const cancelled = token.onCancellationRequested(() => stop.cancel());
    const attach = async (port: number) => {
      if (!(await attachDebugger({ name, file, port }, run))) stop.cancel();
    };
    const options = ["--test", name, ...(debug ? ["--inspect"] : [])];
    const said = await this.#process(file, options, stop.token, (event) => {
      if (event.event === "inspect") attach(event.port).catch(() => stop.cancel());
      if (event.event === "progress") print(run, item, `${event.node}: ${event.text}\n`);
      if (event.event === "ended") result = event.result;
    });
    cancelled.dispose();
    this.#failed.delete(item.id);
    if (stop.token.isCancellationRequested) return run.skipped(item);
    if (result === undefined) return fail(run, item, { message: said || noResult() }, started);
    const { status, outputs, problems, duration } = result;
    if (status === "passed") return run.passed(item, duration);
    const wrong = outputs.filter((one): one is FailedOutput => one.status === "failed");
    this.#failed.set(item.id, wrong);
    const messages = [
      ...wrong.map((one) => messageOf(one, path)),
      ...problems.map((problem) => problemMessage(problem, file.fsPath)),
    ];
    run.failed(item, messages, duration);
  }

  /** The output that a message of the last run is about. */
  outputOf(item: vscode.TestItem, { message }: vscode.TestMessage): string | undefined {
    const text = typeof message === "string" ? message : message.value;
    const found = this.#failed.get(item.id)?.find((one) => textOf(one) === text);
    return found && `${found.node}.${found.port}`;
  }

  /**
   * Writes what comes now as what is expected.
   * @param output `node.port`; undefined: everything that differs
   */
  async update({ file, name }: Recorded, output?: string): Promise<UpdateResult> {
    let updated: UpdateResult | undefined;
    const source = new vscode.CancellationTokenSource();
    const only = output === undefined ? [] : ["--output", output];
    const said = await this.#process(file, ["--test", name, "--update", ...only], source.token, (event) => {
      if (event.event === "updated") updated = event.result;
    });
    if (updated === undefined) throw new Error(said || noResult());
    return updated;
  }

  async #process(
    file: vscode.Uri,
    options: readonly string[],
    token: vscode.CancellationToken,
    onEvent: Parameters<typeof runTestProcess>[0]["onEvent"],
  ): Promise<string> {
    const stop = new AbortController();
    const cancelled = token.onCancellationRequested(() => stop.abort());
    const { context, engine } = this.services;
    try {
      return await runTestProcess({
        dist: context.asAbsolutePath("dist"),
        cache: engine.cacheFolder.fsPath,
        file: file.fsPath,
        options,
        onEvent,
        signal: stop.signal,
      });
    } finally {
      cancelled.dispose();
    }
  }
}

function textOf({ node, port, message }: FailedOutput): string {
  return `${node}.${port}: ${message}`;
}

function messageOf(output: FailedOutput, path: string): vscode.TestMessage {
  const { expected, actual, line } = output;
  const message =
    actual === undefined
      ? new vscode.TestMessage(textOf(output))
      : vscode.TestMessage.diff(textOf(output), expected, actual);
  message.location = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
  message.contextValue = outputContext;
  return message;
}

function problemMessage({ node, message, help, at }: RunProblem, workflow: string): vscode.TestMessage {
  const text = [node === undefined ? message : `${node}: ${message}`, help ?? ""].filter(Boolean).join("\n");
  const made = new vscode.TestMessage(text);
  const file = at && vscode.Uri.file(resolve(dirname(workflow), at.file));
  if (file) made.location = new vscode.Location(file, new vscode.Position(at.line - 1, 0));
  return made;
}

function noResult(): string {
  return vscode.l10n.t("The test gave no result.");
}
