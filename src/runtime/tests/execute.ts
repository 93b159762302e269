import { dirname } from "node:path";
import { failureOf, StepError, type StepFailure } from "../failures/failure.ts";
import { InvalidRequestError } from "../headless/input-changes.ts";
import { openWorkflow, type HeadlessOptions, type HeadlessWorkflow } from "../headless/workflow.ts";
import type { GraphDescription } from "../graph/description.ts";
import type { NodeState } from "../protocol/canvas.ts";
import type { Settled } from "../run/settled.ts";
import type { FileRef } from "../values/value.ts";
import { applySetup } from "./apply-setup.ts";
import { TestFileError, workflowOf, type FoundTest } from "./test-file.ts";
import { callsFolder } from "./test-paths.ts";
import { keptPath, setupOfTest } from "./test-values.ts";

/** Where a test runs. */
export interface ExecuteOptions extends Pick<
  HeadlessOptions,
  "cache" | "dist" | "settings" | "credentials" | "inspect"
> {
  /** Stops the load and the run. */
  readonly signal?: AbortSignal | undefined;
  readonly onNodeState?: ((node: string, change: Partial<NodeState>) => void) | undefined;
  readonly log?: ((text: string) => void) | undefined;
}

/** What a test's run gave. */
export type Execution =
  | {
      readonly type: "ran";
      readonly graph: GraphDescription;
      readonly settled: readonly Settled[];
      readonly pathOf: (file: FileRef) => string;
    }
  /** Nothing ran. */
  | { readonly type: "failed"; readonly failure: StepFailure };

/** Runs a test's workflow with what the test gives, and with its recorded calls in place of all services. `use`: files of results are there until it is over. */
export async function execute<Result>(
  found: FoundTest,
  options: ExecuteOptions,
  use: (execution: Execution) => Promise<Result>,
): Promise<Result> {
  const file = workflowOf(found);
  const { cache, dist, settings, credentials, inspect, signal, log = () => {} } = options;
  const { graph } = found.test;
  const recordings = { mode: "replay", folder: callsFolder(found.path), mayBeMissing: true } as const;
  const opening = {
    ...{ file, graph, recordings, folder: dirname(file), cache, dist, settings, credentials },
    ...{ inspect, signal, log },
  };
  let workflow: HeadlessWorkflow;
  try {
    const opened = await openWorkflow(opening);
    if (opened.type === "failed") return await use(opened);
    ({ workflow } = opened);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    return use({ type: "failed", failure: { message: error.message } });
  }
  try {
    const settled = await run(workflow, found, options);
    return await use({
      type: "ran",
      graph: workflow.graph,
      settled,
      pathOf: (ref) => workflow.pathOf(ref),
    });
  } catch (error) {
    if (!(error instanceof InvalidRequestError || error instanceof TestFileError)) throw error;
    return await use({ type: "failed", failure: failureOf(error) });
  } finally {
    await workflow.close();
  }
}

async function run(
  workflow: HeadlessWorkflow,
  { test, path }: FoundTest,
  { signal, onNodeState }: ExecuteOptions,
): Promise<readonly Settled[]> {
  const setup = await setupOfTest(test, async (file) => workflow.takeFile(await keptPath(file, path)));
  await applySetup(workflow, setup, (node, question) => {
    throw new StepError({
      message: `The test has no answer to "${question.message}", which '${node}' asks.`,
      help: 'Add it to "answers" of the test, or record the test again.',
    });
  });
  if (onNodeState) await workflow.onNodeState(onNodeState);
  return workflow.settle({ bypass: setup.bypassed, anyway: true, ...(signal && { signal }) });
}
