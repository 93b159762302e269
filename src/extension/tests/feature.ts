import * as vscode from "vscode";
import type { ExtensionServices, Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import { mayRun } from "../workspace/trust.ts";
import { debugTests } from "./debug-tests.ts";
import { RecordedTests } from "./recorded-tests.ts";
import { TestRunner } from "./run-tests.ts";
import { TestTree } from "./test-tree.ts";

/** The Test Explorer: whether workflows load, each node by itself, and recorded tests. */
export const testsFeature: Feature = {
  register(services) {
    const controller = vscode.tests.createTestController("daggr", "Daggr");
    const tree = new TestTree(controller, services);
    const recorded = new RecordedTests(services);
    const runner = new TestRunner(services, tree, recorded);
    const { Run, Debug } = vscode.TestRunProfileKind;
    const { t } = vscode.l10n;
    // Whoever runs a whole file or all of them did not choose to pay for calls.
    controller.createRunProfile(
      t("Run Without Services"),
      Run,
      (request, token) => runner.run(request, token, { services: false }),
      true,
    );
    controller.createRunProfile(t("Run with Spaces and Models"), Run, (request, token) =>
      runner.run(request, token, { services: true }),
    );
    controller.createRunProfile(
      t("Debug Functions"),
      Debug,
      (request, token) => debugTests(services, tree, runner, request, token),
      true,
    );
    return vscode.Disposable.from(
      controller,
      tree,
      vscode.commands.registerCommand(commands.updateExpected, (given?: unknown) =>
        update(services, tree, recorded, runner, given),
      ),
    );
  },
};

/** Takes what a recorded test gives now for what it expects: one output where a message is given, else all that differ. */
async function update(
  { log }: ExtensionServices,
  tree: TestTree,
  recorded: RecordedTests,
  runner: TestRunner,
  given: unknown,
): Promise<void> {
  const { item, message } = chosen(given);
  const target = item && tree.targetOf(item);
  if (item === undefined || target?.kind !== "recorded" || !(await mayRun())) return;
  try {
    const output = message && recorded.outputOf(item, message);
    const { problems } = await recorded.update(target, output);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problem.message);
    const { token } = new vscode.CancellationTokenSource();
    await runner.run(new vscode.TestRunRequest([item]), token, { services: false });
  } catch (error) {
    log.error("A recorded test could not be updated.", error);
    void vscode.window.showErrorMessage((error as Error).message);
  }
}

/** A menu gives the test itself, or a message of it. */
function chosen(given: unknown): {
  readonly item?: vscode.TestItem | undefined;
  readonly message?: vscode.TestMessage | undefined;
} {
  // The cast: VS Code calls the command with one of these two, and nobody else finds it in the palette.
  const argument = given as
    vscode.TestItem | { readonly test?: vscode.TestItem; readonly message: vscode.TestMessage } | undefined;
  if (argument === undefined) return {};
  return "message" in argument ? { item: argument.test, message: argument.message } : { item: argument };
}
