import * as vscode from "vscode";
import { failureOf, type StepFailure } from "../../runtime/failures/failure.ts";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";
import { mayRun } from "../workspace/trust.ts";
import { fail, print } from "./outcome.ts";
import type { RecordedTests } from "./recorded-tests.ts";
import type { TestTarget } from "./targets.ts";
import type { TestTree } from "./test-tree.ts";

/** Characters of a result that are shown. */
const maxShown = 4000;

export interface Planned {
  readonly item: vscode.TestItem;
  readonly target: TestTarget;
}

/** Runs tests that a person chose, file by file. */
export class TestRunner {
  constructor(
    private readonly services: ExtensionServices,
    private readonly tree: TestTree,
    readonly recorded: RecordedTests,
  ) {}

  /** @param services also those tests of nodes that call Spaces and models, where they were not chosen by themselves */
  async run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    { services }: { readonly services: boolean },
  ): Promise<void> {
    if (!(await mayRun())) return;
    const run = this.tree.controller.createTestRun(request);
    try {
      const planned = (await this.tests(request)).filter(
        ({ item, target }) =>
          services || target.kind !== "node" || !target.service || request.include?.includes(item),
      );
      for (const { item } of planned) run.enqueued(item);
      for (const file of new Set(planned.map(({ target }) => target.file.toString())))
        await this.#runFile(
          run,
          planned.filter(({ target }) => target.file.toString() === file),
          token,
        );
    } finally {
      run.end();
    }
  }

  /** The tests that a person chose, those of whole files one by one. */
  async tests({ include, exclude }: vscode.TestRunRequest): Promise<readonly Planned[]> {
    if (include === undefined) await this.tree.resolve();
    const chosen = include ?? [...this.tree.controller.items].map(([, item]) => item);
    const planned: Planned[] = [];
    for (const item of chosen) {
      if (this.tree.targetOf(item)?.kind === "workflow" && item.children.size === 0)
        await this.tree.resolve(item);
      const items = item.children.size > 0 ? [...item.children].map(([, child]) => child) : [item];
      for (const one of items) {
        const target = this.tree.targetOf(one);
        if (target && !exclude?.includes(one) && !exclude?.includes(item) && target.kind !== "workflow")
          planned.push({ item: one, target });
      }
    }
    return planned;
  }

  async #runFile(
    run: vscode.TestRun,
    tests: readonly Planned[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { sessions, canvases } = this.services;
    const before = new Set(sessions.all);
    const opened = new Set<Session>();
    const open = async (file: vscode.Uri, graph?: string) => {
      const session = await sessions.open(file, graph);
      opened.add(session);
      return session;
    };
    for (const { item, target } of tests) {
      if (token.isCancellationRequested) break;
      if (target.kind === "recorded") await this.recorded.run(run, item, target, token);
      else if (target.kind === "broken") run.errored(item, new vscode.TestMessage(target.message));
      else await this.#inEngine(run, item, target, open, token);
    }
    // What only the tests looked at is not kept in memory.
    for (const session of opened)
      if (!before.has(session) && canvases.of(session).length === 0 && session.state.run === undefined)
        await sessions.close(session);
  }

  async #inEngine(
    run: vscode.TestRun,
    item: vscode.TestItem,
    target: TestTarget,
    open: (file: vscode.Uri, graph?: string) => Promise<Session>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    run.started(item);
    const started = performance.now();
    try {
      const session = await open(target.file, target.kind === "node" ? target.graph : undefined);
      // By itself, "loads" always loads anew; a node is tested on what is loaded.
      const loaded = target.kind === "loads" ? await session.load() : await session.ensureLoaded();
      if (!loaded) return fail(run, item, loadFailure(session), started);
      if (target.kind === "node") await this.#testNode(run, item, session, target.node, token);
      run.passed(item, performance.now() - started);
    } catch (error) {
      if (token.isCancellationRequested) run.skipped(item);
      else fail(run, item, failureOf(error), started);
    }
  }

  async #testNode(
    run: vscode.TestRun,
    item: vscode.TestItem,
    session: Session,
    node: string,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const stop = new AbortController();
    const cancelled = token.onCancellationRequested(() => stop.abort());
    try {
      const calls = await this.services.engine.calls();
      const { type, result } = await calls.test({ session: session.id, node }, stop.signal);
      print(
        run,
        item,
        `${node} returns ${type}\n${JSON.stringify(result, undefined, 2).slice(0, maxShown)}\n`,
      );
    } finally {
      cancelled.dispose();
    }
  }
}

function loadFailure({ state: { loading } }: Session): StepFailure {
  return loading.kind === "failed"
    ? loading.failure
    : { message: vscode.l10n.t("The workflow file could not be loaded.") };
}
