import * as vscode from "vscode";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";
import { debugNode } from "../run/debug.ts";
import { mayRun } from "../workspace/trust.ts";
import { fail } from "./outcome.ts";
import type { TestRunner } from "./run-tests.ts";
import type { TargetOf } from "./targets.ts";
import type { TestTree } from "./test-tree.ts";

/** Runs tests of nodes and recorded tests under the debugger, one after another: breakpoints of the workflow file stop them. */
export async function debugTests(
  services: ExtensionServices,
  tree: TestTree,
  runner: TestRunner,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  if (!(await mayRun())) return;
  const run = tree.controller.createTestRun(request);
  try {
    for (const { item, target } of await runner.tests(request)) {
      if (token.isCancellationRequested) break;
      if (target.kind === "node" && target.debuggable) await debug(services, run, item, target, token);
      else if (target.kind === "recorded")
        await runner.recorded.run(run, item, target, token, { debug: true });
      else if (request.include?.includes(item)) run.skipped(item);
    }
  } finally {
    run.end();
  }
}

async function debug(
  services: ExtensionServices,
  run: vscode.TestRun,
  item: vscode.TestItem,
  { file, graph, node }: TargetOf<"node">,
  token: vscode.CancellationToken,
): Promise<void> {
  run.started(item);
  const started = performance.now();
  const session = await services.sessions.open(file, graph);
  if (!(await session.ensureLoaded())) return run.errored(item, new vscode.TestMessage(notLoaded()));
  const stopped = token.onCancellationRequested(
    () => void vscode.debug.stopDebugging(vscode.debug.activeDebugSession),
  );
  try {
    await debugNode(services, session, node, run);
    await ended(services, session, node);
    const { status, failure } = session.state.nodes[node] ?? {};
    if (status === "done") run.passed(item, performance.now() - started);
    else if (status === "failed" && failure !== undefined) fail(run, item, failure, started);
    else run.skipped(item);
  } finally {
    stopped.dispose();
  }
}

/** The debugged process is gone, and what became of the node is known. */
function ended({ sessions }: ExtensionServices, session: Session, node: string): Promise<void> {
  const subscriptions: vscode.Disposable[] = [];
  return new Promise<void>((resolve) => {
    let detached = vscode.debug.activeDebugSession === undefined;
    const look = () => {
      const status = session.state.nodes[node]?.status;
      if (detached && status !== "running" && status !== "waiting") resolve();
    };
    subscriptions.push(
      vscode.debug.onDidTerminateDebugSession(() => {
        detached = true;
        look();
      }),
      sessions.onDidChange(look),
      sessions.onDidLose(() => resolve()),
    );
    look();
  }).finally(() => subscriptions.forEach((one) => void one.dispose()));
}

function notLoaded(): string {
  return vscode.l10n.t("The workflow file could not be loaded.");
}
